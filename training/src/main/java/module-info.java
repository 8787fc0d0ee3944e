/** Models: load, build, train, predict, edit and save them. Start at {@code dev.tenon.Model}. */
@SuppressWarnings("module")
module dev.tenon.training {
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires com.fasterxml.jackson.dataformat.csv;
  requires transitive dev.tenon.exporters.keras;
  requires transitive dev.tenon.exporters.onnx;
  requires transitive dev.tenon.formats;
  requires transitive dev.tenon.importers.keras;
  requires transitive dev.tenon.importers.onnx;
  requires transitive dev.tenon.ir;
  requires dev.tenon.keras;
  requires transitive dev.tenon.layers;
  requires dev.tenon.lifting;
  requires transitive dev.tenon.runtime;
  requires transitive dev.tenon.tensor;
  requires java.desktop;
  requires java.management;
  requires java.net.http;
  requires jdk.management;
  requires static org.jfree.jfreechart;
  requires transitive org.jspecify;

  exports dev.tenon;
  exports dev.tenon.callbacks;
  exports dev.tenon.data;
  exports dev.tenon.data.sets;
  exports dev.tenon.data.text;
  exports dev.tenon.losses;
  exports dev.tenon.metrics;
  exports dev.tenon.model;
  exports dev.tenon.ops;
  exports dev.tenon.optimizers;
  exports dev.tenon.quantizers;
  exports dev.tenon.training;
  exports dev.tenon.tuning;
  exports dev.tenon.tuning.estimator;
  exports dev.tenon.tuning.scoring;
  exports dev.tenon.tuning.split;
  exports dev.tenon.utils;
  exports dev.tenon.internal.assets to
      dev.tenon.text,
      dev.tenon.zoo;
  exports dev.tenon.internal.backing to
      dev.tenon.zoo;
  exports dev.tenon.internal.backing.keras to
      dev.tenon.inspect,
      dev.tenon.zoo;
  exports dev.tenon.internal.console to
      dev.tenon.cli,
      dev.tenon.inspect,
      dev.tenon.zoo;
  exports dev.tenon.internal.csv to
      dev.tenon.cli;
  exports dev.tenon.internal.format to
      dev.tenon.cli,
      dev.tenon.zoo;
  exports dev.tenon.internal.lora to
      dev.tenon.zoo;
  exports dev.tenon.internal.train.loop to
      dev.tenon.text;
  exports dev.tenon.internal.train.state to
      dev.tenon.inspect;
  exports dev.tenon.internal.train.step to
      dev.tenon.inspect;

  uses dev.tenon.internal.assets.TextPreprocessors;
  uses dev.tenon.internal.format.FileFormat;
}
