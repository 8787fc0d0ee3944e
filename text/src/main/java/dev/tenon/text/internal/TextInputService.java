package dev.tenon.text.internal;

import dev.tenon.internal.assets.TextAssets;
import dev.tenon.internal.assets.TextEncoder;
import dev.tenon.internal.assets.TextEncoders;
import java.io.IOException;

/** Makes encoders of texts for models. */
public final class TextInputService implements TextEncoders {
  /** Creates the service, for a {@link java.util.ServiceLoader}. */
  public TextInputService() {}

  @Override
  public TextEncoder open(TextAssets assets) throws IOException {
    return TextInputs.of(assets);
  }
}
