package dev.tenon.tensor;

/**
 * Reductions over all axes or over some.
 *
 * <p>Without axes a reduction takes all elements and gives a scalar tensor. A negative axis counts
 * from the end. With {@code keepdims} the reduced axes stay, with length 1, so that the result
 * broadcasts with this tensor. Sums and products of integers and bools are int64, of unsigned
 * integers uint64, as in NumPy; mean, variance and deviation of integers are float32, as in Keras.
 * Floats are added as doubles. An axis that does not exist or is named twice gives
 * IllegalArgumentException.
 *
 * @see <a href="https://keras.io/api/ops/numpy/">Keras: NumPy ops</a>
 */
sealed interface TensorReductions permits Tensor {

  /** Returns the sum of the elements, over all axes or those named. */
  default Tensor sum(int... axes) {
    return AxisReduction.SUM.apply((Tensor) this, axes, false);
  }

  /** Returns the sum of the elements along one axis. */
  default Tensor sum(int axis, boolean keepdims) {
    return AxisReduction.SUM.apply((Tensor) this, new int[] {axis}, keepdims);
  }

  /** Returns the sum of the elements along some axes. */
  default Tensor sum(int[] axes, boolean keepdims) {
    return AxisReduction.SUM.apply((Tensor) this, axes, keepdims);
  }

  /** Returns the product of the elements, over all axes or those named. */
  default Tensor prod(int... axes) {
    return AxisReduction.PROD.apply((Tensor) this, axes, false);
  }

  /** Returns the product of the elements along one axis. */
  default Tensor prod(int axis, boolean keepdims) {
    return AxisReduction.PROD.apply((Tensor) this, new int[] {axis}, keepdims);
  }

  /** Returns the product of the elements along some axes. */
  default Tensor prod(int[] axes, boolean keepdims) {
    return AxisReduction.PROD.apply((Tensor) this, axes, keepdims);
  }

  /** Returns the mean of the elements, over all axes or those named; NaN of no elements. */
  default Tensor mean(int... axes) {
    return AxisReduction.MEAN.apply((Tensor) this, axes, false);
  }

  /** Returns the mean of the elements along one axis. */
  default Tensor mean(int axis, boolean keepdims) {
    return AxisReduction.MEAN.apply((Tensor) this, new int[] {axis}, keepdims);
  }

  /** Returns the mean of the elements along some axes. */
  default Tensor mean(int[] axes, boolean keepdims) {
    return AxisReduction.MEAN.apply((Tensor) this, axes, keepdims);
  }

  /** Returns the largest element, over all axes or those named; NaN before all numbers. */
  default Tensor max(int... axes) {
    return AxisReduction.MAX.apply((Tensor) this, axes, false);
  }

  /** Returns the largest element along one axis. */
  default Tensor max(int axis, boolean keepdims) {
    return AxisReduction.MAX.apply((Tensor) this, new int[] {axis}, keepdims);
  }

  /** Returns the largest element along some axes. */
  default Tensor max(int[] axes, boolean keepdims) {
    return AxisReduction.MAX.apply((Tensor) this, axes, keepdims);
  }

  /** Returns the smallest element, over all axes or those named; NaN before all numbers. */
  default Tensor min(int... axes) {
    return AxisReduction.MIN.apply((Tensor) this, axes, false);
  }

  /** Returns the smallest element along one axis. */
  default Tensor min(int axis, boolean keepdims) {
    return AxisReduction.MIN.apply((Tensor) this, new int[] {axis}, keepdims);
  }

  /** Returns the smallest element along some axes. */
  default Tensor min(int[] axes, boolean keepdims) {
    return AxisReduction.MIN.apply((Tensor) this, axes, keepdims);
  }

  /**
   * Returns the mean squared distance from the mean, over all axes or those named; the divisor is
   * the count.
   */
  default Tensor var(int... axes) {
    return AxisReduction.VAR.apply((Tensor) this, axes, false);
  }

  /** Returns the mean squared distance from the mean along one axis. */
  default Tensor var(int axis, boolean keepdims) {
    return AxisReduction.VAR.apply((Tensor) this, new int[] {axis}, keepdims);
  }

  /** Returns the mean squared distance from the mean along some axes. */
  default Tensor var(int[] axes, boolean keepdims) {
    return AxisReduction.VAR.apply((Tensor) this, axes, keepdims);
  }

  /** Returns the standard deviation, over all axes or those named; the divisor is the count. */
  default Tensor std(int... axes) {
    return AxisReduction.STD.apply((Tensor) this, axes, false);
  }

  /** Returns the standard deviation along one axis. */
  default Tensor std(int axis, boolean keepdims) {
    return AxisReduction.STD.apply((Tensor) this, new int[] {axis}, keepdims);
  }

  /** Returns the standard deviation along some axes. */
  default Tensor std(int[] axes, boolean keepdims) {
    return AxisReduction.STD.apply((Tensor) this, axes, keepdims);
  }

  /** Returns the int64 position of the largest element in row-major order, the first of equals. */
  default Tensor argMax() {
    return AxisReduction.positions(((Tensor) this).reshape(-1), 0, false, true);
  }

  /** Returns the int64 positions of the largest elements along an axis, the first of equals. */
  default Tensor argMax(int axis) {
    return AxisReduction.positions((Tensor) this, axis, false, true);
  }

  /** Returns the int64 positions of the largest elements along an axis, which may stay. */
  default Tensor argMax(int axis, boolean keepdims) {
    return AxisReduction.positions((Tensor) this, axis, keepdims, true);
  }

  /** Returns the int64 position of the smallest element in row-major order, the first of equals. */
  default Tensor argMin() {
    return AxisReduction.positions(((Tensor) this).reshape(-1), 0, false, false);
  }

  /** Returns the int64 positions of the smallest elements along an axis, the first of equals. */
  default Tensor argMin(int axis) {
    return AxisReduction.positions((Tensor) this, axis, false, false);
  }

  /** Returns the int64 positions of the smallest elements along an axis, which may stay. */
  default Tensor argMin(int axis, boolean keepdims) {
    return AxisReduction.positions((Tensor) this, axis, keepdims, false);
  }
}
