package dev.tenon.exporters.onnx.quantize;

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
