/** Keras' layers: their settings, and how they compute in operators. */
@SuppressWarnings("module")
open module dev.tenon.layers {
  requires transitive dev.tenon.ir;
  requires transitive dev.tenon.tensor;
  requires transitive org.jspecify;

  exports dev.tenon.config;
  exports dev.tenon.constraints;
  exports dev.tenon.initializers;
  exports dev.tenon.layers;
  exports dev.tenon.layers.base;
  exports dev.tenon.layers.lora;
  exports dev.tenon.regularizers;
  exports dev.tenon.internal.annotations to
      dev.tenon.keras,
      dev.tenon.training;
  exports dev.tenon.internal.layers to
      dev.tenon.exporters.keras,
      dev.tenon.keras,
      dev.tenon.training;
  exports dev.tenon.internal.random to
      dev.tenon.keras,
      dev.tenon.training;
  exports dev.tenon.ir.lower to
      dev.tenon.cli,
      dev.tenon.exporters.keras,
      dev.tenon.exporters.onnx,
      dev.tenon.importers.keras,
      dev.tenon.inspect,
      dev.tenon.keras,
      dev.tenon.training,
      dev.tenon.zoo;
  exports dev.tenon.layers.activation to
      dev.tenon.exporters.keras,
      dev.tenon.keras,
      dev.tenon.lifting,
      dev.tenon.zoo;
  exports dev.tenon.layers.adaptation to
      dev.tenon.keras;
  exports dev.tenon.layers.attention to
      dev.tenon.keras,
      dev.tenon.lifting,
      dev.tenon.training;
  exports dev.tenon.layers.catalog to
      dev.tenon.exporters.keras,
      dev.tenon.importers.keras,
      dev.tenon.keras;
  exports dev.tenon.layers.common to
      dev.tenon.exporters.keras,
      dev.tenon.importers.keras,
      dev.tenon.keras;
  exports dev.tenon.layers.convolution to
      dev.tenon.keras,
      dev.tenon.lifting,
      dev.tenon.zoo;
  exports dev.tenon.layers.core to
      dev.tenon.exporters.keras,
      dev.tenon.importers.keras,
      dev.tenon.keras,
      dev.tenon.lifting,
      dev.tenon.training,
      dev.tenon.zoo;
  exports dev.tenon.layers.functional to
      dev.tenon.keras,
      dev.tenon.lifting,
      dev.tenon.training,
      dev.tenon.zoo;
  exports dev.tenon.layers.merging to
      dev.tenon.keras,
      dev.tenon.lifting,
      dev.tenon.zoo;
  exports dev.tenon.layers.normalization to
      dev.tenon.keras,
      dev.tenon.lifting,
      dev.tenon.zoo;
  exports dev.tenon.layers.ops to
      dev.tenon.exporters.keras,
      dev.tenon.importers.keras,
      dev.tenon.keras,
      dev.tenon.lifting,
      dev.tenon.training,
      dev.tenon.zoo;
  exports dev.tenon.layers.pooling to
      dev.tenon.keras,
      dev.tenon.lifting,
      dev.tenon.training,
      dev.tenon.zoo;
  exports dev.tenon.layers.preprocessing to
      dev.tenon.exporters.keras,
      dev.tenon.importers.keras,
      dev.tenon.keras,
      dev.tenon.lifting,
      dev.tenon.samples,
      dev.tenon.training,
      dev.tenon.zoo;
  exports dev.tenon.layers.recurrent to
      dev.tenon.importers.keras,
      dev.tenon.keras,
      dev.tenon.lifting;
  exports dev.tenon.layers.regularization to
      dev.tenon.keras,
      dev.tenon.zoo;
  exports dev.tenon.layers.reshaping to
      dev.tenon.keras,
      dev.tenon.lifting,
      dev.tenon.training,
      dev.tenon.zoo;
  exports dev.tenon.layers.augmentation to
      dev.tenon.keras;
  exports dev.tenon.layers.legacy to
      dev.tenon.keras;
}
