package dev.tenon.exporters.keras;

import java.util.HashMap;
import java.util.Map;
import java.util.StringTokenizer;

/** Knows the Python modules of Keras 3's operation classes. */
final class OperationModules {
  /** All that is not here is one of {@code keras.ops}' NumPy functions. */
  private static final String CLASSES =
      """
      core: AssociativeScan Cast Cond ConvertToTensor ForiLoop Map SaturateCast Scan
        Scatter ScatterUpdate Slice SliceUpdate StopGradient Switch Unstack
        VectorizedMap WhileLoop
      einops: Rearrange
      image: AffineTransform CropImages ElasticTransform ExtractPatches GaussianBlur
        HSVToRGB MapCoordinates PadImages PerspectiveTransform RGBToGrayscale
        RGBToHSV Resize SSIM ScaleAndTranslate SobelEdges
      linalg: Cholesky CholeskyInverse Det Eig Eigh Inv JVP Lstsq LuFactor
        MatrixRank Norm Pinv Qr SVD Solve SolveTriangular
      math: CDist Erf Erfc Erfinv ExtractSequences FFT FFT2 IFFT2 IRFFT ISTFT InTopK
        Logdet Logsumexp RFFT Rsqrt STFT SegmentMax SegmentMin SegmentProd
        SegmentReduction SegmentSum TopK ViewAsComplex ViewAsReal
      nn: AdaptiveAveragePool AdaptiveMaxPool AveragePool BatchNorm
        BinaryCrossentropy CTCDecode CTCLoss CategoricalCrossentropy Celu Conv
        ConvTranspose DepthToSpace DepthwiseConv DotProductAttention Elu Fold Gelu
        Glu HardShrink HardSigmoid HardSilu HardTanh LayerNorm LeakyRelu LogSigmoid
        LogSoftmax MaxPool Moments MultiHot Normalize OneHot PSNR Polar RMSNorm Relu
        Relu6 Selu SeparableConv Sigmoid Silu SoftShrink Softmax Softplus Softsign
        SpaceToDepth SparseCategoricalCrossentropy SparsePlus SparseSigmoid
        Sparsemax Squareplus TanhShrink Threshold Unfold
      """;

  private static final Map<String, String> MODULES = modules();

  private OperationModules() {}

  private static Map<String, String> modules() {
    Map<String, String> modules = new HashMap<>();
    String module = "";
    for (StringTokenizer words = new StringTokenizer(CLASSES); words.hasMoreTokens(); ) {
      String word = words.nextToken();
      if (word.endsWith(":")) {
        module = word.substring(0, word.length() - 1);
      } else {
        modules.put(word, module);
      }
    }
    return modules;
  }

  /** Returns the module of a class, such as {@code keras.src.ops.numpy}. */
  static String of(String className) {
    return "keras.src.ops." + MODULES.getOrDefault(className, "numpy");
  }
}
