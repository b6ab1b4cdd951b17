/** Last part of a path, with either slash: the command line gives whole paths; the name is what people look for. */
export const fileName = (path: string): string => path.split(/[\\/]/).at(-1) || path;
