package dev.tenon.tuning.oracle;

import dev.tenon.tuning.numpy.Arguments;

/**
 * How many trials Hyperband runs in each round of each bracket, and for how many epochs.
 *
 * <p>Bracket b has b + 1 rounds. Each round keeps a share of 1 / factor of the trials before it and
 * trains them for factor times as many epochs. Bracket 0 is a plain random search.
 *
 * @param maxEpochs for how many epochs the last round of each bracket trains
 * @param factor by how much a round reduces the trials
 * @see <a href="https://keras.io/keras_tuner/api/tuners/hyperband/">keras-tuner: Hyperband</a>
 * @see <a href="https://jmlr.org/papers/v18/16-558.html">Li et al., 2018</a>
 */
public record Brackets(int maxEpochs, int factor) {
  public Brackets {
    Arguments.require(maxEpochs >= 1, "maxEpochs must be at least 1, received " + maxEpochs);
    Arguments.require(factor >= 2, "factor must be at least 2, received " + factor);
  }

  /** Returns how many brackets there are. */
  public int count() {
    int brackets = 0;
    for (double epochs = maxEpochs; epochs >= 1; epochs /= factor) {
      brackets++;
    }
    return brackets;
  }

  /** Returns how many rounds a bracket has. */
  public int rounds(int bracket) {
    return bracket + 1;
  }

  /** Returns how many trials a round of a bracket has. */
  public int size(int bracket, int round) {
    double last = Math.ceil(1 + Math.log(maxEpochs) / Math.log(factor)) / (bracket + 1);
    return (int) Math.ceil(last * Math.pow(factor, (double) bracket - round));
  }

  /** Returns up to which epoch the trials of a round of a bracket are trained. */
  public int epochs(int bracket, int round) {
    return (int) Math.ceil(maxEpochs / Math.pow(factor, (double) bracket - round));
  }

  /** Returns how many trials all brackets have together. */
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
