package dev.tenon.tensor;

/**
 * Elementwise arithmetic and comparison with NumPy's broadcasting.
 *
 * <p>Shapes are matched from the last axis; a length of 1 is repeated. {@code TypePromotion} has
 * the type of each result: a Java number keeps the type of a float tensor, integers with floats
 * give the float type. Division, exp, log and sqrt of integers give float32. Integers wrap. Methods
 * throw IllegalArgumentException, with both shapes, if shapes do not broadcast, and for string
 * tensors.
 *
 * @see <a href="https://keras.io/api/ops/numpy/">Keras: NumPy ops</a>
 */
sealed interface TensorArithmetic permits Tensor {

  /** Returns the sums of the elements. */
  default Tensor add(Tensor other) {
    return ElementwiseKernels.binary(BinaryOperation.ADD, (Tensor) this, other);
  }

  /** Adds one number; integers become float32. */
  default Tensor add(double other) {
    return ElementwiseKernels.binary(BinaryOperation.ADD, (Tensor) this, other);
  }

  /** Adds one integer; the element type stays. */
  default Tensor add(long other) {
    return ElementwiseKernels.binary(BinaryOperation.ADD, (Tensor) this, other);
  }

  /** Returns the differences of the elements, this minus the other. */
  default Tensor subtract(Tensor other) {
    return ElementwiseKernels.binary(BinaryOperation.SUBTRACT, (Tensor) this, other);
  }

  /** Subtracts one number; integers become float32. */
  default Tensor subtract(double other) {
    return ElementwiseKernels.binary(BinaryOperation.SUBTRACT, (Tensor) this, other);
  }

  /** Subtracts one integer; the element type stays. */
  default Tensor subtract(long other) {
    return ElementwiseKernels.binary(BinaryOperation.SUBTRACT, (Tensor) this, other);
  }

  /** Returns the products of the elements. */
  default Tensor multiply(Tensor other) {
    return ElementwiseKernels.binary(BinaryOperation.MULTIPLY, (Tensor) this, other);
  }

  /** Multiplies by one number; integers become float32. */
  default Tensor multiply(double other) {
    return ElementwiseKernels.binary(BinaryOperation.MULTIPLY, (Tensor) this, other);
  }

  /** Multiplies by one integer; the element type stays. */
  default Tensor multiply(long other) {
    return ElementwiseKernels.binary(BinaryOperation.MULTIPLY, (Tensor) this, other);
  }

  /** Returns the quotients of the elements; of integers as floats. */
  default Tensor divide(Tensor other) {
    return ElementwiseKernels.binary(BinaryOperation.DIVIDE, (Tensor) this, other);
  }

  /** Divides by one number; integers become float32. */
  default Tensor divide(double other) {
    return ElementwiseKernels.binary(BinaryOperation.DIVIDE, (Tensor) this, other);
  }

  /** Returns the elements to the powers of the other operand. */
  default Tensor power(Tensor other) {
    return ElementwiseKernels.binary(BinaryOperation.POWER, (Tensor) this, other);
  }

  /** Raises to the power of one number; integers become float32. */
  default Tensor power(double other) {
    return ElementwiseKernels.binary(BinaryOperation.POWER, (Tensor) this, other);
  }

  /** Raises to the power of one integer; the element type stays. */
  default Tensor power(long other) {
    return ElementwiseKernels.binary(BinaryOperation.POWER, (Tensor) this, other);
  }

  /** Returns the larger elements of both; NaN where one is NaN. */
  default Tensor maximum(Tensor other) {
    return ElementwiseKernels.binary(BinaryOperation.MAXIMUM, (Tensor) this, other);
  }

  /** Returns the larger of each element and one number; integers become float32. */
  default Tensor maximum(double other) {
    return ElementwiseKernels.binary(BinaryOperation.MAXIMUM, (Tensor) this, other);
  }

  /** Returns the larger of each element and one integer; the element type stays. */
  default Tensor maximum(long other) {
    return ElementwiseKernels.binary(BinaryOperation.MAXIMUM, (Tensor) this, other);
  }

  /** Returns the smaller elements of both; NaN where one is NaN. */
  default Tensor minimum(Tensor other) {
    return ElementwiseKernels.binary(BinaryOperation.MINIMUM, (Tensor) this, other);
  }

  /** Returns the smaller of each element and one number; integers become float32. */
  default Tensor minimum(double other) {
    return ElementwiseKernels.binary(BinaryOperation.MINIMUM, (Tensor) this, other);
  }

  /** Returns the smaller of each element and one integer; the element type stays. */
  default Tensor minimum(long other) {
    return ElementwiseKernels.binary(BinaryOperation.MINIMUM, (Tensor) this, other);
  }

  /** Returns the elements with the opposite sign; unsigned integers wrap. */
  default Tensor negate() {
    return ElementwiseKernels.unary("negate", (Tensor) this, v -> -v, v -> -v);
  }

  /** Returns the magnitudes of the elements. */
  default Tensor abs() {
    Tensor x = (Tensor) this;
    return x.dtype().isUnsigned() ? x : ElementwiseKernels.unary("abs", x, Math::abs, Math::abs);
  }

  /** Returns e to the power of each element. */
  default Tensor exp() {
    return ElementwiseKernels.unary("exp", (Tensor) this, Math::exp);
  }

  /** Returns the natural logarithms: NaN of negative numbers, negative infinity of 0. */
  default Tensor log() {
    return ElementwiseKernels.unary("log", (Tensor) this, Math::log);
  }

  /** Returns the square roots; NaN of negative numbers. */
  default Tensor sqrt() {
    return ElementwiseKernels.unary("sqrt", (Tensor) this, Math::sqrt);
  }

  /** Returns the squares of the elements. */
  default Tensor square() {
    return multiply((Tensor) this);
  }

  /** Returns the elements cut to a range, as {@code maximum(min).minimum(max)}. */
  default Tensor clip(double min, double max) {
    return maximum(min).minimum(max);
  }

  /** Returns the elements cut to a range; the element type stays. */
  default Tensor clip(long min, long max) {
    return maximum(min).minimum(max);
  }

  /** Returns a bool tensor: where the elements are equal. */
  default Tensor equal(Tensor other) {
    return ElementwiseKernels.binary(BinaryOperation.EQUAL, (Tensor) this, other);
  }

  /** Returns a bool tensor: where the elements are equal to a number. */
  default Tensor equal(double other) {
    return ElementwiseKernels.compare(BinaryOperation.EQUAL, (Tensor) this, other);
  }

  /** Returns a bool tensor: where the elements are different. */
  default Tensor notEqual(Tensor other) {
    return ElementwiseKernels.binary(BinaryOperation.NOT_EQUAL, (Tensor) this, other);
  }

  /** Returns a bool tensor: where the elements are different from a number. */
  default Tensor notEqual(double other) {
    return ElementwiseKernels.compare(BinaryOperation.NOT_EQUAL, (Tensor) this, other);
  }

  /** Returns a bool tensor: where the elements are greater than the other. */
  default Tensor greater(Tensor other) {
    return ElementwiseKernels.binary(BinaryOperation.GREATER, (Tensor) this, other);
  }

  /** Returns a bool tensor: where the elements are greater than a number. */
  default Tensor greater(double other) {
    return ElementwiseKernels.compare(BinaryOperation.GREATER, (Tensor) this, other);
  }

  /** Returns a bool tensor: where the elements are greater than the other or equal. */
  default Tensor greaterEqual(Tensor other) {
    return ElementwiseKernels.binary(BinaryOperation.GREATER_EQUAL, (Tensor) this, other);
  }

  /** Returns a bool tensor: where the elements are greater than a number or equal. */
  default Tensor greaterEqual(double other) {
    return ElementwiseKernels.compare(BinaryOperation.GREATER_EQUAL, (Tensor) this, other);
  }

  /** Returns a bool tensor: where the elements are less than the other. */
  default Tensor less(Tensor other) {
    return ElementwiseKernels.binary(BinaryOperation.LESS, (Tensor) this, other);
  }

  /** Returns a bool tensor: where the elements are less than a number. */
  default Tensor less(double other) {
    return ElementwiseKernels.compare(BinaryOperation.LESS, (Tensor) this, other);
  }

  /** Returns a bool tensor: where the elements are less than the other or equal. */
  default Tensor lessEqual(Tensor other) {
    return ElementwiseKernels.binary(BinaryOperation.LESS_EQUAL, (Tensor) this, other);
  }

  /** Returns a bool tensor: where the elements are less than a number or equal. */
  default Tensor lessEqual(double other) {
    return ElementwiseKernels.compare(BinaryOperation.LESS_EQUAL, (Tensor) this, other);
  }
}
