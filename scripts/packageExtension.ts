// npm run package: dist/ and defer-<version>.vsix, as npm start installs it.
import { packageExtension } from './project.ts';

console.log(await packageExtension());
