package dev.tenon.zoo;

import dev.tenon.Model;
import dev.tenon.formats.download.FileCache;
import java.io.IOException;

/**
 * Networks with ImageNet weights from another catalogue than Keras', which users cannot ask for.
 */
public final class CataloguedNetworks {
  private CataloguedNetworks() {}

  /** Returns a network, with weights from where a catalogue says that they are. */
  public static Model create(
      Application application, ApplicationOptions options, FileCache cache, Catalogue catalogue)
      throws IOException {
    return application.create(options, cache, catalogue);
  }
}
