// The layers of the design: a folder imports what its row names, and what those reach.
const rows = {
  base: [],
  ffi: ['base'],
  simd: ['ffi'],
  gc: ['base', 'ffi'],
  reactor: ['ffi'],
  syntax: ['base'],
  bytecode: ['base'],
  compiler: ['syntax', 'bytecode'],
  objects: ['gc', 'simd', 'bytecode'],
  interpreter: ['objects'],
  jit: ['interpreter'],
  builtins: ['interpreter'],
  modules: ['builtins', 'reactor', 'simd', 'ffi'],
  runtime: ['modules', 'compiler', 'jit'],
  cli: ['runtime'],
}

function reach(folder, seen = new Set()) {
  for (const next of rows[folder]) {
    if (!seen.has(next)) {
      seen.add(next)
      reach(next, seen)
    }
  }
  return seen
}

module.exports = {
  forbidden: Object.keys(rows).map((folder) => {
    const allowed = [folder, ...reach(folder)]
    return {
      name: `layers-${folder}`,
      severity: 'error',
      from: { path: `^src/${folder}/` },
      to: { path: '^src/', pathNot: `^src/(${allowed.join('|')})/` },
    }
  }),
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^build/' },
  },
}
