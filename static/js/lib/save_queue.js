// The save queue: one save after the other, so that an older value never overtakes a newer one.

/**
 * `send` sends all that waits, and throws where that fails; `sent` then hears of the error, or null. Whoever calls `save`
 * while something is on its way has it called once more after that. A failure is tried again after `retryAfter`.
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
  /** Nothing more is sent than what is on its way. */
  const hold = () => {
    clearTimeout(timer);
    isAskedAgain = false;
  };
  return { save, saveSoon, hold, isBusy: () => running !== null };
};
