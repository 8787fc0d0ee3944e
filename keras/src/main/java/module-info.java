/** The language of Keras' configurations: names, signatures, versions, weight order. */
@SuppressWarnings("module")
module dev.tenon.keras {
  requires com.fasterxml.jackson.annotation;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires dev.tenon.ir;
  requires dev.tenon.layers;
  requires dev.tenon.tensor;
  requires transitive org.jspecify;

  exports dev.tenon.keras to
      dev.tenon.cli,
      dev.tenon.exporters.keras,
      dev.tenon.importers.keras,
      dev.tenon.training;
  exports dev.tenon.keras.calls to
      dev.tenon.exporters.keras,
      dev.tenon.importers.keras,
      dev.tenon.training,
      dev.tenon.zoo;
  exports dev.tenon.keras.check to
      dev.tenon.cli,
      dev.tenon.exporters.keras,
      dev.tenon.importers.keras;
  exports dev.tenon.keras.config to
      dev.tenon.exporters.keras,
      dev.tenon.importers.keras,
      dev.tenon.training;
  exports dev.tenon.keras.family to
      dev.tenon.exporters.keras,
      dev.tenon.importers.keras;
  exports dev.tenon.keras.functions to
      dev.tenon.exporters.keras;
  exports dev.tenon.keras.signature to
      dev.tenon.exporters.keras,
      dev.tenon.importers.keras,
      dev.tenon.training;
  exports dev.tenon.keras.weights to
      dev.tenon.cli,
      dev.tenon.exporters.keras,
      dev.tenon.importers.keras,
      dev.tenon.training;
}
