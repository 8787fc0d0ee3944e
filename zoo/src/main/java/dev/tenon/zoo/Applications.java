package dev.tenon.zoo;

import dev.tenon.error.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The networks of {@code keras.applications}, by their names in Keras.
 *
 * @see <a href="https://keras.io/api/applications/">Keras: applications</a>
 */
public final class Applications {
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

  /** Leaves out what people vary: {@code resnet_50} and {@code efficientnetv2-b0} are names too. */
  static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }

  /** Returns all networks. */
  public static List<Application> all() {
    return List.copyOf(ALL.values());
  }

  /**
   * Returns the network of a name, such as {@code ResNet50}, {@code mobilenet_v2} or {@code
   * efficientnetv2-s}.
   *
   * @throws IllegalArgumentException for a name that is none, with the nearest names
   */
  public static Application named(String name) {
    Application found = ALL.get(plain(name));
    if (found == null) {
      List<String> names = ALL.values().stream().map(Application::name).toList();
      throw new IllegalArgumentException(Names.unknown("model", name, names));
    }
    return found;
  }

  /** Returns Keras' ResNet50. */
  public static Application resNet50() {
    return named("ResNet50");
  }

  /** Returns Keras' ResNet101. */
  public static Application resNet101() {
    return named("ResNet101");
  }

  /** Returns Keras' ResNet152. */
  public static Application resNet152() {
    return named("ResNet152");
  }

  /** Returns Keras' ResNet50V2. */
  public static Application resNet50V2() {
    return named("ResNet50V2");
  }

  /** Returns Keras' ResNet101V2. */
  public static Application resNet101V2() {
    return named("ResNet101V2");
  }

  /** Returns Keras' ResNet152V2. */
  public static Application resNet152V2() {
    return named("ResNet152V2");
  }

  /** Returns Keras' VGG16. */
  public static Application vgg16() {
    return named("VGG16");
  }

  /** Returns Keras' VGG19. */
  public static Application vgg19() {
    return named("VGG19");
  }

  /** Returns Keras' Xception. */
  public static Application xception() {
    return named("Xception");
  }

  /** Returns Keras' InceptionV3. */
  public static Application inceptionV3() {
    return named("InceptionV3");
  }

  /** Returns Keras' InceptionResNetV2. */
  public static Application inceptionResNetV2() {
    return named("InceptionResNetV2");
  }

  /** Returns Keras' MobileNet. */
  public static Application mobileNet() {
    return named("MobileNet");
  }

  /** Returns Keras' MobileNetV2. */
  public static Application mobileNetV2() {
    return named("MobileNetV2");
  }

  /** Returns Keras' MobileNetV3Small. */
  public static Application mobileNetV3Small() {
    return named("MobileNetV3Small");
  }

  /** Returns Keras' MobileNetV3Large. */
  public static Application mobileNetV3Large() {
    return named("MobileNetV3Large");
  }

  /** Returns Keras' DenseNet121. */
  public static Application denseNet121() {
    return named("DenseNet121");
  }

  /** Returns Keras' DenseNet169. */
  public static Application denseNet169() {
    return named("DenseNet169");
  }

  /** Returns Keras' DenseNet201. */
  public static Application denseNet201() {
    return named("DenseNet201");
  }

  /** Returns Keras' NASNetMobile. */
  public static Application nasNetMobile() {
    return named("NASNetMobile");
  }

  /** Returns Keras' NASNetLarge. */
  public static Application nasNetLarge() {
    return named("NASNetLarge");
  }

  /** Returns Keras' EfficientNetB0. */
  public static Application efficientNetB0() {
    return named("EfficientNetB0");
  }

  /** Returns Keras' EfficientNetB1. */
  public static Application efficientNetB1() {
    return named("EfficientNetB1");
  }

  /** Returns Keras' EfficientNetB2. */
  public static Application efficientNetB2() {
    return named("EfficientNetB2");
  }

  /** Returns Keras' EfficientNetB3. */
  public static Application efficientNetB3() {
    return named("EfficientNetB3");
  }

  /** Returns Keras' EfficientNetB4. */
  public static Application efficientNetB4() {
    return named("EfficientNetB4");
  }

  /** Returns Keras' EfficientNetB5. */
  public static Application efficientNetB5() {
    return named("EfficientNetB5");
  }

  /** Returns Keras' EfficientNetB6. */
  public static Application efficientNetB6() {
    return named("EfficientNetB6");
  }

  /** Returns Keras' EfficientNetB7. */
  public static Application efficientNetB7() {
    return named("EfficientNetB7");
  }

  /** Returns Keras' EfficientNetV2B0. */
  public static Application efficientNetV2B0() {
    return named("EfficientNetV2B0");
  }

  /** Returns Keras' EfficientNetV2B1. */
  public static Application efficientNetV2B1() {
    return named("EfficientNetV2B1");
  }

  /** Returns Keras' EfficientNetV2B2. */
  public static Application efficientNetV2B2() {
    return named("EfficientNetV2B2");
  }

  /** Returns Keras' EfficientNetV2B3. */
  public static Application efficientNetV2B3() {
    return named("EfficientNetV2B3");
  }

  /** Returns Keras' EfficientNetV2S. */
  public static Application efficientNetV2S() {
    return named("EfficientNetV2S");
  }

  /** Returns Keras' EfficientNetV2M. */
  public static Application efficientNetV2M() {
    return named("EfficientNetV2M");
  }

  /** Returns Keras' EfficientNetV2L. */
  public static Application efficientNetV2L() {
    return named("EfficientNetV2L");
  }

  /** Returns Keras' ConvNeXtTiny. */
  public static Application convNeXtTiny() {
    return named("ConvNeXtTiny");
  }

  /** Returns Keras' ConvNeXtSmall. */
  public static Application convNeXtSmall() {
    return named("ConvNeXtSmall");
  }

  /** Returns Keras' ConvNeXtBase. */
  public static Application convNeXtBase() {
    return named("ConvNeXtBase");
  }

  /** Returns Keras' ConvNeXtLarge. */
  public static Application convNeXtLarge() {
    return named("ConvNeXtLarge");
  }

  /** Returns Keras' ConvNeXtXLarge. */
  public static Application convNeXtXLarge() {
    return named("ConvNeXtXLarge");
  }
}
