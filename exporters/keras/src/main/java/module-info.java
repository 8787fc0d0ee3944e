/** Writes Keras models as {@code .keras} and {@code .h5} files. */
@SuppressWarnings("module")
module dev.tenon.exporters.keras {
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires dev.tenon.formats;
  requires dev.tenon.ir;
  requires transitive dev.tenon.keras;
  requires dev.tenon.layers;
  requires dev.tenon.tensor;
  requires transitive org.jspecify;

  exports dev.tenon.saving.keras;
  exports dev.tenon.exporters.keras to
      dev.tenon.training;
  exports dev.tenon.exporters.keras.config to
      dev.tenon.inspect;
  exports dev.tenon.exporters.keras.plan to
      dev.tenon.training;
}
