package dev.tenon.exporters.keras.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.exporters.keras.plan.Diagnostics;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.check.ConfigurationCheck;
import dev.tenon.keras.check.Offence;
import dev.tenon.keras.check.SilentArguments;
import java.util.List;

/**
 * Checks a configuration against the signatures of its readers before anything is written.
 *
 * <p>Arguments without effect are removed; all others are refused.
 */
public record SignatureCheck(Diagnostics diagnostics) {
  /** Settles the configuration of a model, in place. */
  public void model(ObjectNode config, List<KerasGeneration> readers) {
    readers.forEach(reader -> settle(ConfigurationCheck.ofModel(config, reader)));
  }

  /** Settles how a model was compiled, in place. */
  public void training(ObjectNode config, List<KerasGeneration> readers) {
    readers.forEach(reader -> settle(ConfigurationCheck.ofTraining(config, reader)));
  }

  private void settle(List<Offence> offences) {
    for (Offence offence : offences) {
      if (offence instanceof Offence.UnknownArgument argument
          && SilentArguments.reason(argument) != null) {
        argument.config().remove(argument.key());
      } else {
        diagnostics.refuse(offence.text(), offence.place());
      }
    }
  }
}
