/** What was typed into the fields that a channel asks for. */
import type { ConnectField } from '../channels/connecting.ts';
import { Fault } from '../domain/fault.ts';

type Fields = readonly Pick<ConnectField, 'name' | 'label' | 'required' | 'choices' | 'when'>[];

/** What is asked for with what was chosen: a field of another way of connecting is not. */
export const isAskedFor = (
  { when }: Pick<ConnectField, 'when'>,
  typed: Readonly<Record<string, string>>,
): boolean => when === undefined || when.is.includes(typed[when.field] ?? '');

/** Only the fields that the channel asks for; where nothing is chosen the first choice holds. A required one left empty is named: Fault `input_invalid`. */
export function typedFields(fields: Fields, given: Readonly<Record<string, string>>): Record<string, string> {
  const typed: Record<string, string> = {};
  for (const field of fields) {
    const { name, choices = [] } = field;
    const value = given[name]?.trim() || (choices[0]?.value ?? '');
    if (value !== '') typed[name] = value;
  }
  for (const field of fields) {
    if (!isAskedFor(field, typed)) delete typed[field.name];
    else if (field.required && typed[field.name] === undefined)
      throw new Fault('input_invalid', `"${field.label}" is empty. Fill it in.`);
  }
  return typed;
}
