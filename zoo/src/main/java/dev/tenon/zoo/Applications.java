package dev.tenon.zoo;

import dev.tenon.config.NamedFactories;
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
@NamedFactories(
    kind = Application.class,
    value = {
      "ResNet50",
      "ResNet101",
      "ResNet152",
      "ResNet50V2",
      "ResNet101V2",
      "ResNet152V2",
      "VGG16",
      "VGG19",
      "Xception",
      "InceptionV3",
      "InceptionResNetV2",
      "MobileNet",
      "MobileNetV2",
      "MobileNetV3Small",
      "MobileNetV3Large",
      "DenseNet121",
      "DenseNet169",
      "DenseNet201",
      "NASNetMobile",
      "NASNetLarge",
      "EfficientNetB0",
      "EfficientNetB1",
      "EfficientNetB2",
      "EfficientNetB3",
      "EfficientNetB4",
      "EfficientNetB5",
      "EfficientNetB6",
      "EfficientNetB7",
      "EfficientNetV2B0",
      "EfficientNetV2B1",
      "EfficientNetV2B2",
      "EfficientNetV2B3",
      "EfficientNetV2S",
      "EfficientNetV2M",
      "EfficientNetV2L",
      "ConvNeXtTiny",
      "ConvNeXtSmall",
      "ConvNeXtBase",
      "ConvNeXtLarge",
      "ConvNeXtXLarge",
    })
public final class Applications extends ApplicationsByName {
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
}
