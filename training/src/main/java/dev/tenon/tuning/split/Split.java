package dev.tenon.tuning.split;

import dev.tenon.data.Rows;
import dev.tenon.tensor.Tensor;
import java.io.Serializable;

/** The indices of training and test samples; immutable. */
public final class Split implements Serializable {
  private final int[] train;
  private final int[] test;

  /**
   * Creates a split.
   *
   * @param train the indices of the training samples, in order
   * @param test the indices of the test samples, in order
   */
  public Split(int[] train, int[] test) {
    this.train = train.clone();
    this.test = test.clone();
  }

  /** Returns the indices of the training samples. */
  public int[] train() {
    return train.clone();
  }

  /** Returns the indices of the test samples. */
  public int[] test() {
    return test.clone();
  }

  /**
   * Returns the training samples.
   *
   * @param all all samples, along the first axis
   */
  public Tensor train(Tensor all) {
    return Rows.pick(all, train, 0, train.length);
  }

  /**
   * Returns the test samples.
   *
   * @param all all samples, along the first axis
   */
  public Tensor test(Tensor all) {
    return Rows.pick(all, test, 0, test.length);
  }

  @Override
  public String toString() {
    return "Split[" + train.length + " to learn, " + test.length + " held out]";
  }
}
