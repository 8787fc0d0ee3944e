package example;

import dev.tenon.ir.op.Binary;

/** Names an operator record, which modules hide. */
public final class Intruder {
  private Intruder() {}

  static Object hidden() {
    return new Binary.Add();
  }
}
