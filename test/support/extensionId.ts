import manifest from '../../package.json' with { type: 'json' };

/** What editors call the extension: its publisher and its name, which only package.json says. */
export const extensionId = `${manifest.publisher}.${manifest.name}`;
