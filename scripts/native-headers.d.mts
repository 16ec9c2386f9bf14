export function hasFaultyHeaders(nodeVersion: string, readModule: () => Buffer): boolean;
