package dev.tenon.ops;

import java.nio.file.Path;

/**
 * Writes a model of each recorded function of keras.ops, for {@code tests/interop/check_ops.py}.
 */
public final class OpsModels {
  private OpsModels() {}

  /** Takes the folder to write into. */
  public static void main(String[] arguments) throws Exception {
    OpsGoldensTest.writeModels(Path.of(arguments[0]));
  }
}
