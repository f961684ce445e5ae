/** Another process that answers questions, one line each: an interpreter to compare with, kept warm between the rounds. */
export class Peer {
  private readonly child
  private readonly reader
  private readonly decoder = new TextDecoder()

  /** Starts the command; it must read lines from its standard input and print one line for each. */
  constructor(command: string[], env: Record<string, string | undefined> = process.env) {
    this.child = Bun.spawn(command, { stdin: 'pipe', stdout: 'pipe', env })
    this.reader = this.child.stdout.getReader()
  }

  /** The line that the process prints after it was sent this one. */
  async ask(line: string): Promise<string> {
    this.child.stdin.write(`${line}\n`)
    this.child.stdin.flush()
    let answer = ''
    while (!answer.endsWith('\n')) {
      const { value, done } = await this.reader.read()
      if (done) throw new Error('the process that is compared with ended early')
      answer += this.decoder.decode(value, { stream: true })
    }
    return answer.trim()
  }

  /** Ends the process. */
  end(): void {
    this.child.stdin.end()
  }
}
