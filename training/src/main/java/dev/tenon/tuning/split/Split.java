package dev.tenon.tuning.split;

import dev.tenon.data.Rows;
import dev.tenon.tensor.Tensor;

/** Which samples are learned from and which are held out; immutable. */
public final class Split {
  private final int[] train;
  private final int[] test;

  /**
   * Describes a split.
   *
   * @param train the positions of the samples that are learned from, in their order
   * @param test those that are held out
   */
  public Split(int[] train, int[] test) {
    this.train = train.clone();
    this.test = test.clone();
  }

  /** Returns the positions of the samples that are learned from. */
  public int[] train() {
    return train.clone();
  }

  /** Returns the positions of the samples that are held out. */
  public int[] test() {
    return test.clone();
  }

  /** Returns the samples that are learned from. */
  public Tensor train(Tensor all) {
    return Rows.pick(all, train, 0, train.length);
  }

  /** Returns the samples that are held out. */
  public Tensor test(Tensor all) {
    return Rows.pick(all, test, 0, test.length);
  }

  @Override
  public String toString() {
    return "Split[" + train.length + " to learn, " + test.length + " held out]";
  }
}
