/** Registers a step that stops something when the run ends, however it ends; the last step registered runs first. */
export type CleanUp = (stop: () => unknown) => void;
