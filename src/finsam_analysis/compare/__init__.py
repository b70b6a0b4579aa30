"""Goals, costs and gender across förbund, years and insatser; the statistics behind them.

Every function takes the datasets as polars frames (`finsam_analysis.load`) and returns one; its
docstring names the columns, their units and bases. `rapporter`, where it is asked for, makes the
newest report's figure stand. What is asked, and where the answer is:

maluppfyllelse  did we reach our goals: malresultat, sammanfattning
malbedomning    chance, the report's own word, pace, women and men: med_osakerhet, med_ord,
                med_takt, per_kon
personer        how many take part, begin, leave: personer, floden
kostnad         what does a deltagare cost: kostnad_per_deltagare, fordelning, utan_deltagare
kostnadsnivaer  shared costs, fixed prices, whole förbund, change between years: med_gemensamt,
                i_fasta_priser, sammanlagt, hela_forbundet, forandring, utanfor_forandring
kon             do women and men get the same: andel_kvinnor, andel_kvinnor_i_led, trend,
                skillnad_avslut, skillnad_remittering, skillnad_forsorjning, skillnad_mal
andel           to work or studies, and what chance does: andel_arbete_studier, enheter, senaste,
                jamfor, spridning
riket           national yardsticks: riksmatt, add_riket
ekonomi         income, budget against outcome: intakter, budget_utfall, teckenregler, traffsakerhet
kostnadsslag    individ, struktur, administration against the goals: kostnadsslag, slag_mot_mal
balans          series over years with restatements, equity: oversikt, eget_kapital
vagar           ways in and out: remittenter, avslutsorsaker, delar, forsorjning_fore_efter
indikatorer     NNS: indikatorer_per_ar, svarande
serier          the same thing over years: deltagare_per_ar, bidrag_per_ar, kostnad_mellan_ar
tackning        what there is, and is not: tackning, tackning_insatser, provade
urval           choose by name: valj
prices          price index: load_index, add_fixed_prices
disclosure      small counts: protect, protect_shares, hide, require_printed, is_small,
                sick_leave_may_be_shown
stats           intervals, tests, funnel, shrinkage, Divisia

One word a thing: forbund_id, year and insats_id say of whom (insats_id null: the whole förbund);
matt is the base that people are counted on, antal a count, bas what it is a part of, andel the
share (0-1), _lag and _hog the ends of its 95 percent interval, skillnad_punkter women less men (or
later less earlier) in percentage points, belopp_kr and kostnad_kr kronor, report_id and line where
it is printed, harledd ours and not printed, sekretess hidden, varfor_inte and hinder why not.
"""
