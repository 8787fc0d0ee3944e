package dev.tenon.tuning.oracle;

import dev.tenon.tuning.numpy.Arguments;

/**
 * The numbers of trials and epochs of Hyperband in each round of each bracket.
 *
 * <p>Bracket b has b + 1 rounds. Each round keeps {@code 1 / factor} of the trials and trains them
 * for {@code factor} times as many epochs. Bracket 0 is a random search.
 *
 * @param maxEpochs the epochs of the last round of each bracket, at least 1
 * @param factor the reduction of trials in a round, at least 2
 * @see <a href="https://keras.io/keras_tuner/api/tuners/hyperband/">keras-tuner: Hyperband</a>
 * @see <a href="https://jmlr.org/papers/v18/16-558.html">Li et al., 2018</a>
 */
public record Brackets(int maxEpochs, int factor) {
  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public Brackets {
    Arguments.require(maxEpochs >= 1, "maxEpochs must be at least 1, received " + maxEpochs);
    Arguments.require(factor >= 2, "factor must be at least 2, received " + factor);
  }

  /** Returns the number of brackets. */
  public int count() {
    int brackets = 0;
    for (double epochs = maxEpochs; epochs >= 1; epochs /= factor) {
      brackets++;
    }
    return brackets;
  }

  /**
   * Returns the number of rounds of a bracket.
   *
   * @param bracket the bracket, from 0
   */
  public int rounds(int bracket) {
    return bracket + 1;
  }

  /**
   * Returns the number of trials of a round.
   *
   * @param bracket the bracket, from 0
   * @param round the round of the bracket, from 0
   */
  public int size(int bracket, int round) {
    double last = Math.ceil(1 + Math.log(maxEpochs) / Math.log(factor)) / (bracket + 1);
    return (int) Math.ceil(last * Math.pow(factor, (double) bracket - round));
  }

  /**
   * Returns the epoch at which a round ends.
   *
   * @param bracket the bracket, from 0
   * @param round the round of the bracket, from 0
   */
  public int epochs(int bracket, int round) {
    return (int) Math.ceil(maxEpochs / Math.pow(factor, (double) bracket - round));
  }

  /** Returns the number of trials of all brackets. */
  public int trials() {
    int trials = 0;
    for (int bracket = 0; bracket < count(); bracket++) {
      for (int round = 0; round < rounds(bracket); round++) {
        trials += size(bracket, round);
      }
    }
    return trials;
  }
}
