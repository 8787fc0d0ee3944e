/** Reads Keras models from {@code .keras} and {@code .h5} files. */
@SuppressWarnings("module")
module dev.tenon.importers.keras {
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires dev.tenon.formats;
  requires dev.tenon.ir;
  requires dev.tenon.keras;
  requires transitive dev.tenon.layers;
  requires dev.tenon.tensor;
  requires transitive org.jspecify;

  exports dev.tenon.loading;
  exports dev.tenon.importers.keras to
      dev.tenon.cli,
      dev.tenon.inspect,
      dev.tenon.training,
      dev.tenon.zoo;
  exports dev.tenon.importers.keras.container to
      dev.tenon.cli,
      dev.tenon.training;
}
