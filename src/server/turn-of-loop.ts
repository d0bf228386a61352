let turn = 0;
let isCounting = false;

/** The number of the present turn of the event loop. In one turn, each connection may have something to read. */
export function turnOfLoop(): number {
  if (!isCounting) {
    isCounting = true;
    setImmediate(() => {
      isCounting = false;
      turn++;
    });
  }
  return turn;
}
