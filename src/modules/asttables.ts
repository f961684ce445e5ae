/** The compiler's tables of node classes; the runtime installs them, because the syntax folder lies beside this one in the layers. */

/** A node class as the compiler's table describes it (syntax/ast.ts). */
export interface NodeRow {
  readonly name: string
  readonly base: string
  readonly fields: readonly (readonly [name: string, type: string])[]
  readonly located: boolean
}

/** The tables, loaded when `_ast` is first imported. */
export const syntaxTables: {
  load: () => {
    readonly nodeTable: readonly NodeRow[]
    readonly operatorTable: Readonly<Record<string, readonly string[]>>
  }
} = {
  load: () => {
    throw new Error('no syntax tables installed')
  },
}
