"""Where it is made: quotients, concentration, trends of specialisation, neighbours."""
