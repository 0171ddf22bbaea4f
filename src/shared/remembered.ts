// Answers that are asked for again and again, kept for a while.

/** @param most answers that are kept; when there are as many, all are forgotten */
export function remembered<Answer>(
  most: number,
  work: (question: string) => Answer,
): (question: string) => Answer {
  const answers = new Map<string, Answer>();
  return (question) => {
    const known = answers.get(question);
    if (known !== undefined) return known;
    if (answers.size >= most) answers.clear();
    const answer = work(question);
    answers.set(question, answer);
    return answer;
  };
}
