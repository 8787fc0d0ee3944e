package dev.tenon.keras.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.signature.KerasSignature;
import dev.tenon.keras.signature.SignatureKind;

/** What a generation of Keras would refuse in a configuration. */
public sealed interface Offence {
  /** Returns the generation that refuses it. */
  KerasGeneration reader();

  /** Returns the name of the layer in which it stands, or the part of the compile configuration. */
  String place();

  /** Returns what is refused, such as {@code LSTM with time_major=true}. */
  String what();

  /** Returns the offence as a sentence without its place. */
  default String text() {
    return what() + ", which " + reader().title() + " does not have";
  }

  /**
   * A class or function that does not exist.
   *
   * @param kind what it should be
   * @param name the name in the configuration
   */
  record UnknownObject(KerasGeneration reader, String place, SignatureKind kind, String name)
      implements Offence {
    @Override
    public String what() {
      return "the " + kind.title() + " " + name;
    }
  }

  /**
   * An argument that a class does not take.
   *
   * @param signature what the class takes
   * @param config the configuration that holds the argument
   * @param key the argument
   */
  record UnknownArgument(
      KerasGeneration reader, String place, KerasSignature signature, ObjectNode config, String key)
      implements Offence {
    /** Returns what the argument is set to. */
    public JsonNode value() {
      return config.path(key);
    }

    @Override
    public String what() {
      return signature.name() + " with " + key + "=" + value();
    }
  }

  /**
   * A keyword that a call does not take.
   *
   * @param signature what is called
   * @param keyword the keyword
   */
  record UnknownKeyword(
      KerasGeneration reader, String place, KerasSignature signature, String keyword)
      implements Offence {
    @Override
    public String what() {
      return signature.name() + " called with " + keyword;
    }
  }
}
