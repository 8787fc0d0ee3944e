package dev.tenon.hostile;

import java.nio.file.Path;
import java.util.Random;

/**
 * One kind of mutants, numbered from 0: what a worker process makes and takes through Tenon.
 *
 * <p>An implementation has a constructor that takes a {@link Setting}. The same seed and number
 * give the same mutant in every process.
 */
interface MutantKind {
  /**
   * Where and of what seed the mutants are made.
   *
   * @param root the project's folder
   * @param work an empty folder to write into
   * @param seed the start of every random number
   */
  record Setting(Path root, Path work, long seed) {
    /** Returns the source of chance of one mutant. */
    Random random(int number) {
      // Neighbouring seeds give neighbouring first numbers: mix them.
      long mixed = (seed * 0x9E37_79B9_7F4A_7C15L) ^ (number * 0xBF58_476D_1CE4_E5B9L);
      mixed = (mixed ^ (mixed >>> 31)) * 0x94D0_49BB_1331_11EBL;
      return new Random(mixed ^ (mixed >>> 29));
    }
  }

  /** Loads the engines' native libraries, which no mutant's time and memory should hold. */
  void warmUp() throws Exception;

  /** Says of what a mutant is made, and how it was changed. */
  String describe(int number) throws Exception;

  /**
   * Takes one mutant through everything.
   *
   * @return in a word how it ended
   * @throws Exception or an error, where something undocumented came out: a finding
   */
  String take(int number) throws Exception;
}
