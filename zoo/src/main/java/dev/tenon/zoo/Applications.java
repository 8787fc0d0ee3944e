package dev.tenon.zoo;

import dev.tenon.internal.text.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The networks of {@code keras.applications}, by name.
 *
 * @see <a href="https://keras.io/api/applications/">Keras: applications</a>
 */
public final class Applications extends EfficientNetApplications {
  private static final Map<String, Application> ALL = index();

  private Applications() {}

  private static Map<String, Application> index() {
    List<Application> listed = new ArrayList<>();
    listed.addAll(ResNet.applications());
    listed.addAll(VGG.applications());
    listed.addAll(Xception.applications());
    listed.addAll(InceptionV3.applications());
    listed.addAll(InceptionResNetV2.applications());
    listed.addAll(MobileNet.applications());
    listed.addAll(MobileNetV2.applications());
    listed.addAll(MobileNetV3.applications());
    listed.addAll(DenseNet.applications());
    listed.addAll(NASNet.applications());
    listed.addAll(EfficientNet.applications());
    listed.addAll(EfficientNetV2.applications());
    listed.addAll(ConvNeXt.applications());
    Map<String, Application> all = new LinkedHashMap<>();
    for (Application application : listed) {
      if (all.put(plain(application.name()), application) != null) {
        throw new IllegalStateException("application " + application + " is listed twice");
      }
    }
    return all;
  }

  /**
   * Returns a name without case, hyphens, underscores and spaces: {@code resnet_50} and {@code
   * efficientnetv2-b0} are names too.
   */
  static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }

  /** Returns all networks. */
  public static List<Application> all() {
    return List.copyOf(ALL.values());
  }

  /**
   * Returns the network of a name; case, hyphens and underscores are ignored.
   *
   * @param name the name, such as {@code ResNet50}, {@code mobilenet_v2} or {@code
   *     efficientnetv2-s}
   * @throws IllegalArgumentException if the name is unknown; the message has the nearest names
   */
  public static Application named(String name) {
    Application found = ALL.get(plain(name));
    if (found == null) {
      List<String> names = ALL.values().stream().map(Application::name).toList();
      throw new IllegalArgumentException(Names.unknown("model", name, names));
    }
    return found;
  }

  /**
   * Returns ResNet50, a network for images of 224 × 224 pixels.
   *
   * @see <a href="https://keras.io/api/applications/resnet/#resnet50-function">Keras: ResNet50</a>
   */
  public static Application resNet50() {
    return named("ResNet50");
  }

  /**
   * Returns ResNet101, a network for images of 224 × 224 pixels.
   *
   * @see <a href="https://keras.io/api/applications/resnet/#resnet101-function">Keras:
   *     ResNet101</a>
   */
  public static Application resNet101() {
    return named("ResNet101");
  }

  /**
   * Returns ResNet152, a network for images of 224 × 224 pixels.
   *
   * @see <a href="https://keras.io/api/applications/resnet/#resnet152-function">Keras:
   *     ResNet152</a>
   */
  public static Application resNet152() {
    return named("ResNet152");
  }

  /**
   * Returns ResNet50V2, a network for images of 224 × 224 pixels.
   *
   * @see <a href="https://keras.io/api/applications/resnet/#resnet50v2-function">Keras:
   *     ResNet50V2</a>
   */
  public static Application resNet50V2() {
    return named("ResNet50V2");
  }

  /**
   * Returns ResNet101V2, a network for images of 224 × 224 pixels.
   *
   * @see <a href="https://keras.io/api/applications/resnet/#resnet101v2-function">Keras:
   *     ResNet101V2</a>
   */
  public static Application resNet101V2() {
    return named("ResNet101V2");
  }

  /**
   * Returns ResNet152V2, a network for images of 224 × 224 pixels.
   *
   * @see <a href="https://keras.io/api/applications/resnet/#resnet152v2-function">Keras:
   *     ResNet152V2</a>
   */
  public static Application resNet152V2() {
    return named("ResNet152V2");
  }

  /**
   * Returns VGG16, a network for images of 224 × 224 pixels.
   *
   * @see <a href="https://keras.io/api/applications/vgg/#vgg16-function">Keras: VGG16</a>
   */
  public static Application vgg16() {
    return named("VGG16");
  }

  /**
   * Returns VGG19, a network for images of 224 × 224 pixels.
   *
   * @see <a href="https://keras.io/api/applications/vgg/#vgg19-function">Keras: VGG19</a>
   */
  public static Application vgg19() {
    return named("VGG19");
  }

  /**
   * Returns Xception, a network for images of 299 × 299 pixels.
   *
   * @see <a href="https://keras.io/api/applications/xception/#xception-function">Keras:
   *     Xception</a>
   */
  public static Application xception() {
    return named("Xception");
  }

  /**
   * Returns InceptionV3, a network for images of 299 × 299 pixels.
   *
   * @see <a href="https://keras.io/api/applications/inceptionv3/#inceptionv3-function">Keras:
   *     InceptionV3</a>
   */
  public static Application inceptionV3() {
    return named("InceptionV3");
  }

  /**
   * Returns InceptionResNetV2, a network for images of 299 × 299 pixels.
   *
   * @see <a
   *     href="https://keras.io/api/applications/inceptionresnetv2/#inceptionresnetv2-function">Keras:
   *     InceptionResNetV2</a>
   */
  public static Application inceptionResNetV2() {
    return named("InceptionResNetV2");
  }

  /**
   * Returns MobileNet, a network for images of 224 × 224 pixels.
   *
   * @see <a href="https://keras.io/api/applications/mobilenet/#mobilenet-function">Keras:
   *     MobileNet</a>
   */
  public static Application mobileNet() {
    return named("MobileNet");
  }

  /**
   * Returns MobileNetV2, a network for images of 224 × 224 pixels.
   *
   * @see <a href="https://keras.io/api/applications/mobilenet/#mobilenetv2-function">Keras:
   *     MobileNetV2</a>
   */
  public static Application mobileNetV2() {
    return named("MobileNetV2");
  }

  /**
   * Returns MobileNetV3Small, a network for images of 224 × 224 pixels.
   *
   * @see <a href="https://keras.io/api/applications/mobilenet/#mobilenetv3small-function">Keras:
   *     MobileNetV3Small</a>
   */
  public static Application mobileNetV3Small() {
    return named("MobileNetV3Small");
  }

  /**
   * Returns MobileNetV3Large, a network for images of 224 × 224 pixels.
   *
   * @see <a href="https://keras.io/api/applications/mobilenet/#mobilenetv3large-function">Keras:
   *     MobileNetV3Large</a>
   */
  public static Application mobileNetV3Large() {
    return named("MobileNetV3Large");
  }

  /**
   * Returns DenseNet121, a network for images of 224 × 224 pixels.
   *
   * @see <a href="https://keras.io/api/applications/densenet/#densenet121-function">Keras:
   *     DenseNet121</a>
   */
  public static Application denseNet121() {
    return named("DenseNet121");
  }

  /**
   * Returns DenseNet169, a network for images of 224 × 224 pixels.
   *
   * @see <a href="https://keras.io/api/applications/densenet/#densenet169-function">Keras:
   *     DenseNet169</a>
   */
  public static Application denseNet169() {
    return named("DenseNet169");
  }

  /**
   * Returns DenseNet201, a network for images of 224 × 224 pixels.
   *
   * @see <a href="https://keras.io/api/applications/densenet/#densenet201-function">Keras:
   *     DenseNet201</a>
   */
  public static Application denseNet201() {
    return named("DenseNet201");
  }

  /**
   * Returns NASNetMobile, a network for images of 224 × 224 pixels.
   *
   * @see <a href="https://keras.io/api/applications/nasnet/#nasnetmobile-function">Keras:
   *     NASNetMobile</a>
   */
  public static Application nasNetMobile() {
    return named("NASNetMobile");
  }

  /**
   * Returns NASNetLarge, a network for images of 331 × 331 pixels.
   *
   * @see <a href="https://keras.io/api/applications/nasnet/#nasnetlarge-function">Keras:
   *     NASNetLarge</a>
   */
  public static Application nasNetLarge() {
    return named("NASNetLarge");
  }

  /**
   * Returns ConvNeXtTiny, a network for images of 224 × 224 pixels.
   *
   * @see <a href="https://keras.io/api/applications/convnext/#convnexttiny-function">Keras:
   *     ConvNeXtTiny</a>
   */
  public static Application convNeXtTiny() {
    return named("ConvNeXtTiny");
  }

  /**
   * Returns ConvNeXtSmall, a network for images of 224 × 224 pixels.
   *
   * @see <a href="https://keras.io/api/applications/convnext/#convnextsmall-function">Keras:
   *     ConvNeXtSmall</a>
   */
  public static Application convNeXtSmall() {
    return named("ConvNeXtSmall");
  }

  /**
   * Returns ConvNeXtBase, a network for images of 224 × 224 pixels.
   *
   * @see <a href="https://keras.io/api/applications/convnext/#convnextbase-function">Keras:
   *     ConvNeXtBase</a>
   */
  public static Application convNeXtBase() {
    return named("ConvNeXtBase");
  }

  /**
   * Returns ConvNeXtLarge, a network for images of 224 × 224 pixels.
   *
   * @see <a href="https://keras.io/api/applications/convnext/#convnextlarge-function">Keras:
   *     ConvNeXtLarge</a>
   */
  public static Application convNeXtLarge() {
    return named("ConvNeXtLarge");
  }

  /**
   * Returns ConvNeXtXLarge, a network for images of 224 × 224 pixels.
   *
   * @see <a href="https://keras.io/api/applications/convnext/#convnextxlarge-function">Keras:
   *     ConvNeXtXLarge</a>
   */
  public static Application convNeXtXLarge() {
    return named("ConvNeXtXLarge");
  }
}
