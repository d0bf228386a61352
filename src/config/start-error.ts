/** The process cannot start. The message tells the operator why, and is printed without a stack. */
export class StartError extends Error {
  override readonly name: string = 'StartError';
}

/** Another process uses the data folder. */
export class FolderInUse extends StartError {
  override readonly name = 'FolderInUse';
}
