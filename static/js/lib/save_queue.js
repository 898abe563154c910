// The save queue: one save after the other, so that an older value never overtakes a newer one.

/**
 * `send` sends everything that waits, and throws if that fails. `sent` then gets the error, or null. A `save` while
 * `send` is running makes it run once more afterwards. A failure is tried again after `retryAfter` milliseconds.
 */
export const makeSaveQueue = ({ send, sent, retryAfter = 0 }) => {
  let running = null;
  let isAskedAgain = false;
  let timer = 0;

  const attempt = async () => {
    try {
      await send();
      return null;
    } catch (error) {
      return error;
    }
  };
  const settle = async (error) => {
    running = null;
    await sent(error);
    if (isAskedAgain) {
      save();
    } else if (error && retryAfter) {
      saveSoon(retryAfter);
    }
  };
  const save = () => {
    clearTimeout(timer);
    isAskedAgain = running !== null;
    running ??= attempt().then(settle);
  };
  const saveSoon = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };
  /** Starts no further `send`. */
  const hold = () => {
    clearTimeout(timer);
    isAskedAgain = false;
  };
  return { save, saveSoon, hold, isBusy: () => running !== null };
};
