package dev.tenon.lifting.recurrent.cells;

/** The recurrent cells of Keras. */
public enum CellKind {
  SIMPLE_RNN,
  GRU,
  LSTM
}
