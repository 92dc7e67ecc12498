/** What the chief executive of the story asks staff about some complaints, and what comes back. */
export interface FollowUpLines {
  question: string;
  report: string;
  /** What might be answered to the author; empty: nothing. */
  suggestion: string;
}

export const followUps: readonly FollowUpLines[] = [
  {
    question: 'Who answered the telephone when they rang, and what were they told?',
    report:
      'It was the evening desk. They had no word from the depot and said so. The depot rings them every two hours from now on.',
    suggestion:
      'You should have had an answer on the telephone. From today our evening desk hears from the depot every two hours.',
  },
  {
    question: 'Why did nobody ring back? Find out who had it.',
    report:
      'The slip lay with a colleague who is on leave. Two more slips were found there, and both were rung today.',
    suggestion:
      'We owed you a call and did not make it. It was left with a colleague on leave, and that is ours to mend.',
  },
  {
    question: 'How many others on this street wait for the same?',
    report: 'Eleven, all on the same line. They are on the crew’s list for tomorrow morning.',
    suggestion: '',
  },
];
