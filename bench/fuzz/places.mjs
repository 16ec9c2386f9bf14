/** What is where in the memory that both threads share: the file in hand, and whether it is being read. */
export const [AT, IS_READING] = [0, 1];
/** What came of the files so far; the longest time in microseconds, and which file took it. */
export const [READABLE, REFUSED, SLOWEST, WHICH] = [2, 3, 4, 5];
export const PLACES = 6;
