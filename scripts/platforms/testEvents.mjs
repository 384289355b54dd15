// A reporter for Node's test runner. It prints one line of JSON for each test that contains no other tests.

/** The messages of an error and its causes, outermost first. */
const textOf = error => {
  const texts = [];
  for (let at = error; at && texts.length < 5; at = at.cause) texts.push(String(at.stack ?? at.message ?? at));
  return texts.join('\n');
};

export default async function* report(source) {
  for await (const { type, data } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const isParent = data.details?.type === 'suite' || data.details?.error?.failureType === 'subtestsFailed';
    if (isParent) continue;
    const skipped = data.skip ?? data.todo;
    yield `${JSON.stringify({
      file: data.file ?? '',
      name: data.name,
      end: skipped !== undefined ? 'skip' : type === 'test:pass' ? 'pass' : 'fail',
      why: typeof skipped === 'string' ? skipped : textOf(data.details?.error),
    })}\n`;
  }
}
