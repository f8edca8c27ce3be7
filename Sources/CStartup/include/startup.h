/* Nothing to call: what startup.c does happens by itself, before any library of the program begins. */
