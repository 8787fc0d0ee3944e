package dev.tenon.ir.op;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The attributes of pooling windows in ONNX. */
public interface PoolingWindow extends Spatial {
  String autoPad();

  long ceilMode();

  @Nullable List<Long> dilations();

  List<Long> kernelShape();

  @Nullable List<Long> pads();

  @Nullable List<Long> strides();
}
