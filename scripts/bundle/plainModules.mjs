/**
 * These modules of Node's are loaded when something of them is first used: a command that finds nothing to read, or
 * only says how it is used, takes a quarter less without them.
 */
const LATE = ['node:crypto', 'node:child_process', 'node:fs/promises', 'node:readline/promises'];

/** Modules of which nothing is copied: each is an object, and has what is imported by name. */
const PLAIN = [...LATE, 'node:fs', 'vscode'];

/**
 * A plugin for the bundler that makes the CommonJS of a chunk as plain as one would write it. The bundler has to expect
 * bindings that change, modules with a default export and chunks that need each other in a circle. Ours have none of that
 * (`faultsOf` in chunks.mjs), and what they cost instead is a sixth of what the editor reads to activate the extension.
 */
export const plainModules = {
  name: 'plain-modules',
  renderChunk: code => ({
    code: withPlainExports(withoutRuntime(withPlainNamespaces(PLAIN.reduce(withPlain, lateInside(code))))),
    map: null,
  }),
};

/** What stands in for a module where a process says so (src/cli/start/directDisk.ts). */
const INSTEAD = { 'node:fs/promises': 'globalThis[Symbol.for("defer.disk")] ?? ' };

/** A module that is loaded when something of it is first used. */
const late = name =>
  `(load => new Proxy({}, { get: (_, name) => load()[name] }))(() => ${INSTEAD[name] ?? ''}require("${name}"))`;

/** Imports a module as it is, and late where it can be. The default export of one of Node's modules is the module. */
function withPlain(code, name) {
  const [declared, local] = new RegExp(`^let (\\w+) = require\\("${name}"\\);$`, 'm').exec(code) ?? [];
  if (declared === undefined) return code;
  const plain = code
    .replace(new RegExp(`^${local} = \\w+\\.\\w+\\(${local}(?:, \\d)?\\);\\n`, 'm'), '')
    .replace(new RegExp(`\\b${local}\\.default\\b`, 'g'), local);
  return LATE.includes(name) ? plain.replace(declared, `const ${local} = ${late(name)};`) : plain;
}

/** The same for what packages of CommonJS require. */
const lateInside = code =>
  LATE.reduce(
    (text, name) =>
      text.replace(
        new RegExp(`^(\\s+const \\w+ = )require\\("(?:node:)?${name.slice('node:'.length)}"\\);$`, 'gm'),
        (_, start) => `${start}${late(name)};`,
      ),
    code,
  );

/** What `import()` of a module gives, whose members the bundler asks one by one: they are not all there yet. */
const NAMESPACE = /^(var \w+ = \/\* @__PURE__ \*\/ )\w+\.\w+\(\{((?:\s*\w+: \(\) => [\w$.]+,?)+)\s*\}(?:, 1)?\);$/gm;

/** Makes such an object without the bundler's help. */
const withPlainNamespaces = code =>
  code.replace(NAMESPACE, (_, start, members) => {
    const getters = members.replace(/(\w+): \(\) => ([\w$.]+)/g, 'get $1() { return $2; }');
    return `${start}({${getters}});`;
  });

/** Where nothing of the bundler's own is used any more, it is not loaded. */
function withoutRuntime(code) {
  const [declared, local] = /^const (\w+) = require\("[./]+(?:chunks\/)?rolldown-runtime\.js"\);\n/m.exec(code) ?? [];
  return declared === undefined || code.split(local).length > 2 ? code : code.replace(declared, '');
}

/** How the bundler hands on something of a chunk to another: by a getter, since it may change. */
const GETTER =
  /^Object\.defineProperty\(exports, ("?[\w$]+"?), \{\s*enumerable: true,\s*get: function \(\) \{\s*return ([\w$]+);\s*\}\s*\}\);?$/gm;

/** Hands on plainly what cannot change: constants, functions and classes. */
function withPlainExports(code) {
  const plain = [];
  const rest = code.replace(GETTER, (getter, name, local) => {
    if (!isConstant(code, local)) return getter;
    plain.push(`${name}: ${local}`);
    return '';
  });
  return plain.length === 0 ? code : `${rest}\nObject.assign(exports, { ${plain.join(', ')} });\n`;
}

/** Whether what a chunk has under a name at its top level keeps its value. Classes, and what is wrapped, are variables by now. */
function isConstant(code, name) {
  const escaped = name.replace(/\$/g, '\\$&');
  const declared = `const ${escaped} =|(?:async )?function\\*? ?${escaped}\\(|class ${escaped}\\b`;
  const variable = `var ${escaped} = (?:class\\b|/\\* @__PURE__ \\*/ )`;
  return new RegExp(`^(?:${declared}|${variable})`, 'm').test(code);
}
