/** Waits for a job, and calls `tell` with it once where it takes longer than `after`, in ms. Fails as the job fails. */
export async function tellIfSlow<Result>(
  job: Promise<Result>,
  after: number,
  tell: (job: Promise<Result>) => void,
): Promise<Result> {
  const timer = setTimeout(() => tell(job), after);
  try {
    return await job;
  } finally {
    clearTimeout(timer);
  }
}
