package dev.tenon.saving.onnx;

/** The storage of weights in an ONNX file. */
public enum WeightStorage {
  /** Unchanged. */
  FULL,
  /**
   * Large float32 weights as float16, with a Cast to float32 at each reader: half the file size,
   * for every runtime. A weight with a value beyond ±65504 stays unchanged.
   */
  FLOAT16,
  /**
   * Large float32 weights in eight bits, symmetric, with one scale for each output channel: about a
   * quarter of the file size.
   *
   * <p>MatMul, Gemm and Conv compute in integers, with inputs quantized in each run
   * (DynamicQuantizeLinear, MatMulInteger, ConvInteger). Rows of embeddings are dequantized after
   * Gather, kernels of recurrent, transposed and grouped operators before their use.
   */
  INT8
}
