package dev.tenon.benchmarks;

import ai.onnxruntime.OrtException;

/** A library that predicts rows of a model's data. */
interface PredictionSide extends AutoCloseable {
  /** A prediction of the first rows, which any thread may make. */
  interface Job {
    /** Returns the outputs of all rows, one row after another. */
    float[] run() throws OrtException;
  }

  /**
   * Returns a prediction.
   *
   * @param rows how many rows
   * @param batch the rows of a run; 0 for the default of the library
   */
  Job job(int rows, int batch);

  @Override
  void close() throws OrtException;
}
