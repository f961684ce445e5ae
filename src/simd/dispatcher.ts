/** Which engine runs: the widest instruction set that the processor has and the operating system keeps, or the one that is asked for. */
import { DxError } from '../base/errors'
import { err, ok, type Result } from '../base/result'
import type { EngineName, SimdStringEngine } from './engine'
import { Feature, type KernelLibrary, openKernels } from './library'
import { Avx2StringEngine, Avx512StringEngine, NeonStringEngine } from './native'
import { ScalarStringEngine } from './scalar'

const NAMES: readonly EngineName[] = ['scalar', 'avx2', 'avx512', 'neon']

const NEEDED: Readonly<Record<EngineName, number>> = {
  scalar: 0,
  avx2: Feature.avx2,
  avx512: Feature.avx512f | Feature.avx512bw,
  neon: Feature.neon,
}

const CLASSES = { avx2: Avx2StringEngine, avx512: Avx512StringEngine, neon: NeonStringEngine } as const

/** Chooses and makes engines. Tests give it a library of their own. */
export class SimdDispatcher {
  private library: Result<KernelLibrary, DxError> | null = null

  constructor(private readonly open: () => Result<KernelLibrary, DxError> = openKernels) {}

  /** The kernels' library, opened when it is first asked for. */
  kernels(): Result<KernelLibrary, DxError> {
    this.library ??= this.open()
    return this.library
  }

  /**
   * The engine for these features. `forced` is what DXPY_SIMD says, if anything: a name that is unknown, or an instruction set that is not
   * there, is an error.
   */
  choose(features: number, forced: string | undefined): Result<EngineName, DxError> {
    const has = (name: EngineName): boolean => (features & NEEDED[name]) === NEEDED[name]
    if (forced === undefined || forced === '') {
      for (const name of ['avx512', 'avx2', 'neon'] as const) if (has(name)) return ok(name)
      return ok('scalar')
    }
    const name = NAMES.find((known) => known === forced)
    if (name === undefined)
      return err(new DxError('ARGUMENT', `DXPY_SIMD must be one of ${NAMES.join(', ')}, not ${JSON.stringify(forced)}`))
    if (has(name)) return ok(name)
    const library = this.kernels()
    return err(
      new DxError(
        'ARGUMENT',
        library.isErr()
          ? `DXPY_SIMD=${name}: ${library.error.message}`
          : `DXPY_SIMD=${name}: this processor or operating system does not have it`,
        { features },
      ),
    )
  }

  /** The engine to use. */
  engine(forced: string | undefined): Result<SimdStringEngine, DxError> {
    if (forced === 'scalar') return ok(new ScalarStringEngine())
    const library = this.kernels()
    if (library.isErr()) return this.choose(0, forced).map(() => new ScalarStringEngine())
    const made = this.choose(library.value.features(), forced).map((name) =>
      name === 'scalar' ? new ScalarStringEngine() : new CLASSES[name](library.value),
    )
    library.value.close()
    return made
  }
}
