package dev.tenon.layers.ops;

import dev.tenon.layers.ops.call.OpEntry;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.layers.ops.elementwise.ArithmeticOps;
import dev.tenon.layers.ops.elementwise.ElementwiseOps;
import dev.tenon.layers.ops.image.ImageColorOps;
import dev.tenon.layers.ops.image.ImageGeometryOps;
import dev.tenon.layers.ops.image.ImageSamplingOps;
import dev.tenon.layers.ops.linalg.DiagonalOps;
import dev.tenon.layers.ops.linalg.MatrixOps;
import dev.tenon.layers.ops.linalg.MatrixProductOps;
import dev.tenon.layers.ops.linalg.VectorProductOps;
import dev.tenon.layers.ops.math.BesselOps;
import dev.tenon.layers.ops.math.CrossentropyOps;
import dev.tenon.layers.ops.math.QuantileOps;
import dev.tenon.layers.ops.math.SpecialOps;
import dev.tenon.layers.ops.math.SpectralOps;
import dev.tenon.layers.ops.nn.AttentionOps;
import dev.tenon.layers.ops.nn.ConvolutionOps;
import dev.tenon.layers.ops.nn.NeuralOps;
import dev.tenon.layers.ops.nn.NormalizationOps;
import dev.tenon.layers.ops.numpy.BitwiseOps;
import dev.tenon.layers.ops.numpy.CompositeOps;
import dev.tenon.layers.ops.numpy.CountingOps;
import dev.tenon.layers.ops.numpy.CumulativeOps;
import dev.tenon.layers.ops.numpy.DivisorOps;
import dev.tenon.layers.ops.numpy.HistogramOps;
import dev.tenon.layers.ops.numpy.IndexingOps;
import dev.tenon.layers.ops.numpy.ManipulationOps;
import dev.tenon.layers.ops.numpy.NanReductionOps;
import dev.tenon.layers.ops.numpy.NumericOps;
import dev.tenon.layers.ops.numpy.RealNumbers;
import dev.tenon.layers.ops.numpy.RearrangeOps;
import dev.tenon.layers.ops.numpy.ReductionOps;
import dev.tenon.layers.ops.numpy.ScatterOps;
import dev.tenon.layers.ops.numpy.SpacingOps;
import dev.tenon.layers.ops.numpy.SplitStackOps;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The explicit list of functions, under their spellings in Keras and in TensorFlow. */
final class OpTable {
  private static final List<String> MODULES =
      List.of("compat.v1.", "math.", "linalg.", "nn.", "keras.activations.", "dtypes.");
  private static final Map<String, OpEntry> ENTRIES = index();

  private OpTable() {}

  private static Map<String, OpEntry> index() {
    OpRegistrar registrar = new OpRegistrar();
    ElementwiseOps.list(registrar);
    ArithmeticOps.list(registrar);
    ReductionOps.list(registrar);
    ManipulationOps.list(registrar);
    IndexingOps.list(registrar);
    MatrixProductOps.list(registrar);
    NeuralOps.list(registrar);
    ConvolutionOps.list(registrar);
    NormalizationOps.list(registrar);
    AttentionOps.list(registrar);
    CrossentropyOps.list(registrar);
    ScatterOps.list(registrar);
    RearrangeOps.list(registrar);
    ImageColorOps.list(registrar);
    ImageGeometryOps.list(registrar);
    ImageSamplingOps.list(registrar);
    SpectralOps.list(registrar);
    SpecialOps.list(registrar);
    MatrixOps.list(registrar);
    CompositeOps.list(registrar);
    NumericOps.list(registrar);
    BitwiseOps.list(registrar);
    DivisorOps.list(registrar);
    CumulativeOps.list(registrar);
    NanReductionOps.list(registrar);
    QuantileOps.list(registrar);
    DiagonalOps.list(registrar);
    SpacingOps.list(registrar);
    SplitStackOps.list(registrar);
    CountingOps.list(registrar);
    HistogramOps.list(registrar);
    VectorProductOps.list(registrar);
    RealNumbers.list(registrar);
    BesselOps.list(registrar);
    return registrar.entries();
  }

  /** Returns the function of a name, or null if there is none. */
  static @Nullable OpEntry find(String op) {
    if (!op.startsWith("tf.")) {
      return ENTRIES.get(op.substring(op.lastIndexOf('.') + 1));
    }
    return ENTRIES.get("tf." + bare(op.substring("tf.".length())));
  }

  /** Returns the name of a function of TensorFlow without its module. */
  static String bare(String function) {
    String name = function;
    for (String module : MODULES) {
      name = name.startsWith(module) ? name.substring(module.length()) : name;
    }
    return name;
  }
}
