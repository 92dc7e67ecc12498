/** What the settings ask the server to change; loaded with them. */
import type { z } from 'zod';
import type {
  AbsenceInput,
  AccountPatch,
  AccountView,
  ConnectInput,
  ConnectOwnInput,
  FormInput,
  FormPatch,
  FormView,
  InvitationView,
  InviteInput,
  Kept,
  MemberPatch,
  MemberView,
  OfficeHoursInput,
  OfficeHoursView,
  OrganisationPatch,
  PasswordChange,
  PasswordLinkView,
  PlaceInput,
  RenameTagInput,
  SelfPatch,
  TagRenamed,
  TeamInput,
  TextInput,
  TextKept,
  UnitInput,
  UnitPatch,
  UnitView,
} from '../../../src/api/contract.ts';
import { patch, post, put, remove } from './http.ts';

export const setAbuseLimit = (limit: number | null) => put<unknown>('/api/abuse-limit', { limit });
export const signOut = () => post<unknown>('/api/auth/sign-out');

export const connectAccount = (input: z.infer<typeof ConnectInput>) =>
  post<AccountView>('/api/accounts', input);
/** One's own. */
export const connectOwnAccount = (input: z.input<typeof ConnectOwnInput>) =>
  post<AccountView>('/api/accounts/own', input);
/** What is written to one's own account in private is read no more. */
export const stopReadingDirect = (id: string) => remove<AccountView>(`/api/accounts/${id}/direct`);
export const setAccountOwner = (id: string, memberId: string | null) =>
  put<AccountView>(`/api/accounts/${id}/owner`, { memberId });
export const cutOffAccount = (id: string, cutOff: boolean) =>
  put<AccountView>(`/api/accounts/${id}/cut-off`, { cutOff });
export const changeAccount = (id: string, change: z.infer<typeof AccountPatch>) =>
  patch<AccountView>(`/api/accounts/${id}`, change);
export const reconcileAccount = (id: string) => post<AccountView>(`/api/accounts/${id}/reconcile`);
export const removeAccount = (id: string) => remove<unknown>(`/api/accounts/${id}`);

export const inviteMember = (input: z.infer<typeof InviteInput>) =>
  post<z.infer<typeof InvitationView>>('/api/members', input);
export const changeMember = (id: string, change: z.infer<typeof MemberPatch>) =>
  patch<MemberView>(`/api/members/${id}`, change);
export const changeSelf = (change: z.infer<typeof SelfPatch>) => patch<MemberView>('/api/me', change);
export const changePassword = (change: z.input<typeof PasswordChange>) =>
  put<{ ended: number }>('/api/me/password', change);
export const makePasswordLink = (memberId: string) =>
  post<z.infer<typeof PasswordLinkView>>(`/api/members/${memberId}/password-link`);
export const endSession = (id: string) => remove<unknown>(`/api/sessions/${id}`);
export const changeOrganisation = (change: z.infer<typeof OrganisationPatch>) =>
  patch<unknown>('/api/organisation', change);
export const setOfficeHours = (input: z.infer<typeof OfficeHoursInput>) =>
  put<OfficeHoursView>('/api/office-hours', input);
export const keepText = (id: string | null, text: TextInput) =>
  id === null
    ? post<z.infer<typeof TextKept>>('/api/texts', text)
    : put<z.infer<typeof TextKept>>(`/api/texts/${id}`, text);
export const retireText = (id: string) => remove<unknown>(`/api/texts/${id}`);
export const keepTeam = (id: string | null, team: TeamInput) =>
  id === null
    ? post<z.infer<typeof Kept>>('/api/teams', team)
    : put<z.infer<typeof Kept>>(`/api/teams/${id}`, team);
export const retireTeam = (id: string) => remove<unknown>(`/api/teams/${id}`);
export const setPlace = (memberId: string, place: PlaceInput) => put<unknown>(`/api/rota/${memberId}`, place);
export const addAbsence = (absence: AbsenceInput) => post<z.infer<typeof Kept>>('/api/absences', absence);
export const removeAbsence = (id: string) => remove<unknown>(`/api/absences/${id}`);
export const renameTag = (wanted: z.infer<typeof RenameTagInput>) =>
  post<z.infer<typeof TagRenamed>>('/api/tags/rename', wanted);
export const replayItems = (items: { rawIds?: string[]; all?: boolean }) =>
  post<{ replayed: number }>('/api/intake/replay', items);

export const openForm = (input: z.input<typeof FormInput>) => post<FormView>('/api/forms', input);
export const changeForm = (id: string, change: z.input<typeof FormPatch>) =>
  patch<FormView>(`/api/forms/${id}`, change);
export const addUnit = (input: z.input<typeof UnitInput>) => post<UnitView>('/api/units', input);
export const changeUnit = (id: string, change: z.input<typeof UnitPatch>) =>
  patch<UnitView>(`/api/units/${id}`, change);
