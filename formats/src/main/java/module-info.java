/** Readers and writers of file formats: HDF5, ZIP, NPZ, ONNX, safetensors, images, downloads. */
@SuppressWarnings("module")
module dev.tenon.formats {
  requires com.fasterxml.jackson.core;
  requires com.google.protobuf;
  requires transitive dev.tenon.tensor;
  requires io.jhdf;
  requires java.desktop;
  requires java.net.http;
  requires org.bytedeco.hdf5;
  requires org.bytedeco.javacpp;
  requires transitive org.jspecify;
  requires org.apache.commons.lang3;
  requires org.slf4j;
  requires org.tribuo.util.onnx;

  exports dev.tenon.formats.download;
  exports dev.tenon.image;
  exports dev.tenon.formats to
      dev.tenon.cli,
      dev.tenon.exporters.keras,
      dev.tenon.exporters.onnx,
      dev.tenon.importers.keras,
      dev.tenon.importers.onnx,
      dev.tenon.inspect,
      dev.tenon.runtime,
      dev.tenon.runtime.onnxruntime,
      dev.tenon.runtime.tensorflow,
      dev.tenon.training,
      dev.tenon.zoo;
  exports dev.tenon.formats.checkpoint to
      dev.tenon.runtime.tensorflow;
  exports dev.tenon.formats.drawing to
      dev.tenon.cli,
      dev.tenon.training,
      dev.tenon.zoo;
  exports dev.tenon.formats.events to
      dev.tenon.training;
  exports dev.tenon.formats.hdf5 to
      dev.tenon.exporters.keras,
      dev.tenon.importers.keras,
      dev.tenon.training;
  exports dev.tenon.formats.npz to
      dev.tenon.cli,
      dev.tenon.inspect,
      dev.tenon.training;
  exports dev.tenon.formats.onnx to
      dev.tenon.exporters.onnx,
      dev.tenon.importers.onnx,
      dev.tenon.inspect,
      dev.tenon.runtime.onnxruntime,
      dev.tenon.training;
  exports dev.tenon.formats.onnx.check to
      dev.tenon.exporters.onnx,
      dev.tenon.importers.onnx,
      dev.tenon.training;
  exports dev.tenon.formats.pickle to
      dev.tenon.training;
  exports dev.tenon.formats.protobuf to
      dev.tenon.runtime.tensorflow;
  exports dev.tenon.formats.safetensors to
      dev.tenon.training,
      dev.tenon.zoo;
  exports dev.tenon.formats.tar to
      dev.tenon.training;
  exports dev.tenon.formats.zip to
      dev.tenon.exporters.keras,
      dev.tenon.importers.keras,
      dev.tenon.training;
}
