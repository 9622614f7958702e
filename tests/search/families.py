"""Forms of words that must have one stem: each line is a family. It grows with every word that was not found."""

FAMILIES = {
    "en": """
        battery batteries
        phone phones
        device devices
        charge charges charged charging charger chargers
        repair repairs repaired repairing
        update updates updated updating
        supply supplies supplied supplying
        supplier suppliers
        mineral minerals
        refurbish refurbished refurbishing
        manufacture manufacturer manufacturers manufactured manufacturing
        erase erased erasing
        warranty warranties
        policy policies
        require requires required
        worker workers
        audit audits audited auditing
        cycle cycles
        replace replaced replaces replacing
        proof proofs
        contract contracts contracted
        price prices priced pricing
        label labels labelled labelling
        bid bids
        buyer buyers
        threshold thresholds
        certificate certificates
        test tests tested testing
        product products
        report reports reported reporting
        screen screens
        recycle recycles recycled recycling
        verify verifies verified verifying
        assess assesses assessed assessing
        city cities
        authority authorities
        chemical chemicals
        factory factories
        accessory accessories
        year years
        tender tenders tendered tendering
        criterion criteria
        delivery deliveries
        agreement agreements
        requirement requirements
        accessibility accessibilities
        municipality municipalities
        emission emissions
        footprint footprints
        inspection inspections
        guarantee guarantees guaranteed
        cable cables
        laptop laptops
        plan plans planned planning
        ship ships shipped shipping
        company companies
        child children
        person people
        woman women
        buy buys buying bought
        pay pays paid paying
        sell sells selling sold
        reuse reuses reused reusing
        process processes processed processing
        body bodies
        cost costs costing
        analysis analyses
        mine mines mined mining
        use uses used using user users
        penalty penalties
        tax taxes taxed
        box boxes
        switch switches switched
    """,
    "sv": """
        batteri batteriet batterier batterierna batteriets batteriernas
        telefon telefonen telefoner telefonerna telefonens
        laddare laddaren laddarna laddarens
        enhet enheten enheter enheterna enhetens
        krav kravet kraven kravets
        leverantör leverantören leverantörer leverantörerna leverantörens
        reservdel reservdelen reservdelar reservdelarna
        cykel cykeln cykler cyklerna
        garanti garantin garantier garantins
        mineral mineralet mineraler mineralerna
        reparera reparerar reparerad reparerades
        skärm skärmen skärmar skärmarna skärmens
        uppdatering uppdateringen uppdateringar uppdateringarna
        kontrakt kontraktet kontrakten kontraktets
        arbetare arbetaren arbetarna
        säkerhet säkerheten
        återtagning återtagningen
        tillverkare tillverkaren tillverkarna
        kamera kameran kameror kamerorna
        kostnad kostnaden kostnader
        avtal avtalet avtalen avtalets
        anbud anbudet anbuden anbudets
        pris priset priser priserna prisets
        upphandling upphandlingen upphandlingar upphandlingarna upphandlingens
        kriterium kriteriet kriterier kriterierna
        reparation reparationen reparationer reparationerna
        märkning märkningen märkningar märkningarna
        stad staden städer städerna stadens städernas
        köpare köparen köparna köparens
        fabrik fabriken fabriker fabrikerna
        program programmet programmen
        tillbehör tillbehöret tillbehören
        kemikalie kemikalien kemikalier kemikalierna
        vikt vikten vikter
        rapport rapporten rapporter rapporterna
        certifikat certifikatet certifikaten
        tjänst tjänsten tjänster tjänsterna
        kommun kommunen kommuner kommunerna kommunens
        löfte löftet löften löftena
        produkt produkten produkter produkterna
        granskning granskningen granskningar
        användare användaren användarna
        surfplatta surfplattan surfplattor surfplattorna
        dator datorn datorer datorerna datorns
        kabel kabeln kablar kablarna
        by byn byar byarna
        del delen delar delarna delarnas
        år året åren årens
        land landet länder länderna
        bok boken böcker böckerna
        metall metallen metaller metallerna
        utsläpp utsläppet utsläppen
        återvinning återvinningen
        livslängd livslängden
        myndighet myndigheten myndigheter myndigheterna myndighetens
        person personen personer personerna
        bud budet buden
        köp köpet köpen köpens
        lag lagen lagar lagarna
        människa människan människor människorna
        nät nätet näten
        kontor kontoret kontoren
        villkor villkoret villkoren villkorens
        ansvar ansvaret ansvarets
        revision revisionen revisioner revisionerna
        intyg intyget intygen
        företag företaget företagen företagens
        fel felet felen
        ram ramen ramar ramarna
        barn barnet barnen barnens
        arbete arbetet arbeten arbetena
        ämne ämnet ämnen ämnena
        nummer numret numren numrets
        licens licensen licenser licenserna
    """,
    "nb": """
        batteri batteriet batterier batteriene batteriets batterienes
        telefon telefonen telefoner telefonene telefonens
        lader laderen ladere laderne laderens
        enhet enheten enheter enhetene enhetens
        krav kravet kravene
        leverandør leverandøren leverandører leverandørene
        reservedel reservedelen reservedeler reservedelene
        syklus syklusen sykluser syklusene
        garanti garantien garantier
        mineral mineralet mineraler mineralene
        reparere reparerer reparert
        skjerm skjermen skjermer skjermene skjermens
        oppdatering oppdateringen oppdateringer oppdateringene
        kontrakt kontrakten kontrakter kontraktene
        arbeider arbeideren arbeidere arbeiderne
        produsent produsenten produsenter produsentene
        kriterium kriteriet kriterier kriteriene
        nøkkel nøkkelen nøkler nøklene
        avtale avtalen avtaler avtalene
        tilbud tilbudet tilbudene
        pris prisen priser prisene prisens
        anskaffelse anskaffelsen anskaffelser anskaffelsene
        reparasjon reparasjonen reparasjoner reparasjonene
        merking merkingen merkinger
        kjøper kjøperen kjøpere kjøperne
        fabrikk fabrikken fabrikker fabrikkene
        program programmet programmer programmene
        tilbehør tilbehøret
        kjemikalie kjemikalien kjemikalier kjemikaliene
        rapport rapporten rapporter rapportene
        sertifikat sertifikatet sertifikater sertifikatene
        tjeneste tjenesten tjenester tjenestene
        løfte løftet løfter løftene
        produkt produktet produkter produktene
        kamera kameraet kameraer
        kostnad kostnaden kostnader kostnadene
        bruker brukeren brukere brukerne
        garantitid garantitiden
        sikkerhet sikkerheten
        vurdering vurderingen vurderinger
        kommune kommunen kommuner kommunene kommunens kommunenes
        by byen byer byene byens byenes
        datamaskin datamaskinen datamaskiner datamaskinene
        nettbrett nettbrettet nettbrettene
        kabel kabelen kabler kablene
        del delen deler delene delens
        år året årene årets
        land landet landene landets
        bok boken boka bøker bøkene
        metall metallet metaller metallene
        utslipp utslippet utslippene
        gjenvinning gjenvinningen
        levetid levetiden levetider
        myndighet myndigheten myndigheter myndighetene myndighetenes
        person personen personer personene
        anbud anbudet anbudene anbudets
        innkjøp innkjøpet innkjøpene
        lov loven lover lovene
        menneske mennesket mennesker menneskene
        oppdragsgiver oppdragsgiveren oppdragsgivere oppdragsgiverne
        selger selgeren selgere selgerne
        vilkår vilkåret vilkårene
        ansvar ansvaret ansvarets
        revisjon revisjonen revisjoner revisjonene
        bevis beviset bevisene bevisets
        bedrift bedriften bedrifter bedriftene
        feil feilen feilene
        rettighet rettigheten rettigheter rettighetene
        ramme rammen rammer rammene
        barn barnet barna barnets
        arbeid arbeidet arbeidets
        stoff stoffet stoffer stoffene
        mobil mobilen mobiler mobilene
        deksel dekselet deksler dekslene
        nummer nummeret numre numrene
        lisens lisensen lisenser lisensene
    """,
    "da": """
        batteri batteriet batterier batterierne batteriets
        telefon telefonen telefoner telefonerne telefonens
        oplader opladeren opladere opladerne opladerens
        enhed enheden enheder enhederne enhedens
        krav kravet kravene
        leverandør leverandøren leverandører leverandørerne
        reservedel reservedelen reservedele reservedelene
        cyklus cyklussen cyklusser cyklusserne
        garanti garantien garantier garantierne garantiens
        mineral mineralet mineraler mineralerne
        reparere reparerer repareret
        skærm skærmen skærme skærmene skærmens
        opdatering opdateringen opdateringer opdateringerne
        kontrakt kontrakten kontrakter kontrakterne
        arbejder arbejderen arbejdere arbejderne
        producent producenten producenter producenterne
        nøgle nøglen nøgler nøglerne
        aftale aftalen aftaler aftalerne
        tilbud tilbuddet tilbuddene
        pris prisen priser priserne
        indkøb indkøbet indkøbene
        kriterium kriteriet kriterier kriterierne
        reparation reparationen reparationer reparationerne
        mærkning mærkningen mærkninger
        køber køberen købere køberne køberens
        fabrik fabrikken fabrikker fabrikkerne
        program programmet programmer programmerne
        tilbehør tilbehøret
        kemikalie kemikalien kemikalier kemikalierne
        rapport rapporten rapporter rapporterne
        certifikat certifikatet certifikater certifikaterne certifikatets
        ydelse ydelsen ydelser ydelserne
        løfte løftet løfter løfterne
        produkt produktet produkter produkterne
        kamera kameraet kameraer
        omkostning omkostningen omkostninger omkostningerne
        bruger brugeren brugere brugerne
        sikkerhed sikkerheden
        vurdering vurderingen vurderinger
        kommune kommunen kommuner kommunerne kommunens kommunernes
        by byen byer byerne byens byernes
        lader laderen ladere laderne
        computer computeren computere computerne
        kabel kablet kabler kablerne
        del delen dele delene delens
        år året årene årets
        land landet lande landene landets
        bog bogen bøger bøgerne
        metal metallet metaller metallerne
        udledning udledningen udledninger udledningerne
        genbrug genbruget
        levetid levetiden levetider
        myndighed myndigheden myndigheder myndighederne myndighedernes
        person personen personer personerne
        udbud udbuddet udbuddene udbuddets
        kontraktvilkår kontraktvilkåret kontraktvilkårene
        lov loven love lovene
        menneske mennesket mennesker menneskene
        sælger sælgeren sælgere sælgerne
        ansvar ansvaret ansvarets
        revision revisionen revisioner revisionerne
        bevis beviset beviser beviserne
        virksomhed virksomheden virksomheder virksomhederne virksomhedens
        fejl fejlen fejlene
        rettighed rettigheden rettigheder rettighederne
        ramme rammen rammer rammerne
        barn barnet børn børnene
        arbejde arbejdet arbejdets
        stof stoffet stoffer stofferne
        mobil mobilen mobiler mobilerne
        tablet tabletten tabletter tabletterne
        nummer nummeret numre numrene
        licens licensen licenser licenserne
    """,
    "fi": """
        akku akun akkua akkuja akkujen akut akussa akusta akkuun akuilla
        puhelin puhelimen puhelimet puhelinta puhelimia puhelimessa puhelimien puhelimissa puhelimeen
        laite laitteen laitteet laitetta laitteita laitteiden laitteessa laitteisiin laitteella laitteeseen
        laturi laturin laturit laturia latureita laturien latureiden
        vaatimus vaatimuksen vaatimukset vaatimusta vaatimuksia vaatimuksessa vaatimusten vaatimuksien
        varaosa varaosan varaosat varaosia varaosien varaosaa
        kestävyys kestävyyden kestävyyttä
        takuu takuun takuuta takuut takuita takuiden takuussa
        korjaus korjauksen korjaukset korjausta korjauksia korjausten
        mineraali mineraalin mineraalit mineraaleja mineraalien
        tuote tuotteen tuotteet tuotteita tuotteiden tuotetta tuotteessa
        hankinta hankinnan hankinnat hankintoja hankintaa hankintojen hankinnassa
        sopimus sopimuksen sopimukset sopimusta sopimuksia sopimusten sopimuksien
        toimittaja toimittajan toimittajat toimittajia toimittajien toimittajaa toimittajalta
        valmistaja valmistajan valmistajat
        päivitys päivityksen päivitykset päivitystä päivityksiä päivitysten
        ehto ehdon ehdot ehtoja ehtoa ehtojen
        työntekijä työntekijän työntekijät työntekijöiden
        näyttö näytön näytöt näyttöä näyttöjä näyttöjen
        sykli syklin syklit sykliä syklejä syklien
        todistus todistuksen todistukset todistusta todistuksia todistusten
        kaupunki kaupungin kaupungit kaupunkia kaupunkeja kaupunkien kaupungissa
        oikeus oikeuden oikeudet oikeuksia oikeuksien oikeutta
        laajennus laajennuksen laajennukset
        tarjous tarjouksen tarjoukset tarjousta tarjouksia tarjousten
        ostaja ostajan ostajat ostajia
        ohjelma ohjelman ohjelmat ohjelmia
        lisävaruste lisävarusteen lisävarusteet
        kemikaali kemikaalin kemikaalit kemikaaleja kemikaalia kemikaalien
        raportti raportin raportit raportteja raporttia raporttien
        palvelu palvelun palvelut palveluja palvelua palvelujen palveluita palveluiden
        merkintä merkinnän merkinnät merkintöjä
        arviointi arvioinnin arvioinnit arviointeja
        kustannus kustannuksen kustannukset kustannuksia kustannusta kustannusten
        käyttäjä käyttäjän käyttäjät käyttäjiä käyttäjää käyttäjien
        kamera kameran kamerat kameroita
        tieto tiedon tiedot tietoja tietoa tietojen
        turvallisuus turvallisuuden turvallisuutta
        hinta hinnan hintaa hinnat hintoja hintojen hinnasta
        kunta kunnan kuntaa kunnat kuntien kuntia kunnassa kunnille
        kunto kunnon kuntoa kunnossa kuntoon
        tehdas tehtaan tehdasta tehtaat tehtaiden tehtaita tehtaassa
        vuosi vuoden vuotta vuodet vuosien vuosia vuodessa
        kriteeri kriteerin kriteeriä kriteerit kriteerejä kriteerien kriteereitä
        päästö päästön päästöä päästöt päästöjä päästöjen
        kierrätys kierrätyksen kierrätystä kierrätykseen
        tietoturva tietoturvan tietoturvaa
        esteettömyys esteettömyyden esteettömyyttä esteettömyydestä
        raha rahan rahaa rahat rahoja
        maa maan maata maat maita maiden
        työ työn työtä työt töitä töiden
        osa osan osaa osat osia osien
        laki lain lakia lait lakeja lakien
        henkilö henkilön henkilöä henkilöt henkilöitä henkilöiden
        ihminen ihmisen ihmistä ihmiset ihmisiä ihmisten
        yritys yrityksen yritystä yritykset yrityksiä yritysten
        jäsen jäsenen jäsentä jäsenet jäseniä jäsenten
        tietokone tietokoneen tietokonetta tietokoneet tietokoneita tietokoneiden
        kaapeli kaapelin kaapelia kaapelit kaapeleita kaapelien
        lupa luvan lupaa luvat lupia lupien
        aine aineen ainetta aineet aineita aineiden
        materiaali materiaalin materiaalia materiaalit materiaaleja materiaalien
        elinkaari elinkaaren elinkaarta elinkaaret
        ohjelmisto ohjelmiston ohjelmistoa ohjelmistot ohjelmistoja ohjelmistojen
        merkki merkin merkkiä merkit merkkejä merkkien
        suoja suojan suojaa suojat suojia suojien
        pistorasia pistorasian pistorasiat
        virta virran virtaa virrat virtoja
        lapsi lapsen lasta lapset lapsia lasten
        päivä päivän päivää päivät päiviä päivien
        kuukausi kuukauden kuukautta kuukaudet kuukausien
        mittari mittarin mittaria mittarit mittareita
        tavoite tavoitteen tavoitetta tavoitteet tavoitteita
        riski riskin riskiä riskit riskejä riskien
    """,
}
