package dev.tenon.saving.onnx;

/** How an ONNX file stores its weights. */
public enum WeightStorage {
  /** As the model has them. */
  FULL,
  /**
   * Large float32 weights as float16, with a Cast to float32 where they are read: half the file,
   * the same operators, on every runtime. A weight with a value beyond ±65504 stays as it is.
   */
  FLOAT16,
  /**
   * Large float32 weights in eight bits, symmetric, one scale an output channel: about a quarter of
   * the file.
   *
   * <p>MatMul, Gemm and Conv compute in integers, with inputs that are quantised in each run
   * (DynamicQuantizeLinear, MatMulInteger, ConvInteger); rows of embeddings are turned back after
   * they are gathered; kernels of recurrent, transposed and grouped operators are turned back
   * before they are read.
   */
  INT8
}
