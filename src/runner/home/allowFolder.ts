import { join } from 'node:path';

export const allowFolder = (home: string): string => join(home, 'allow');
