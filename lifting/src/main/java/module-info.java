/** Recovers layers from graphs of operators. */
@SuppressWarnings("module")
module dev.tenon.lifting {
  requires dev.tenon.ir;
  requires dev.tenon.layers;
  requires dev.tenon.tensor;
  requires transitive org.jspecify;

  exports dev.tenon.lifting to
      dev.tenon.training;
}
